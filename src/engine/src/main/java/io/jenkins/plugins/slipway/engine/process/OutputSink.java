package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Takes a command's output as it comes. Called from one thread at a time. */
@FunctionalInterface
public interface OutputSink {
    /** The buffer belongs to the caller and is only valid during the call. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Writes a line of our own.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    default void say(String sentence) {
        byte[] line = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            write(line, 0, line.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OutputSink discard() {
        return (buffer, offset, length) -> {};
    }
}
