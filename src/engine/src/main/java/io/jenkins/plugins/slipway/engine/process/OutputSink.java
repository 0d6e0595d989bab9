package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;

/** Takes a command's output as it comes. Called from one thread at a time. */
@FunctionalInterface
public interface OutputSink {
    /** The buffer belongs to the caller and is only valid during the call. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    static OutputSink discard() {
        return (buffer, offset, length) -> {};
    }
}
