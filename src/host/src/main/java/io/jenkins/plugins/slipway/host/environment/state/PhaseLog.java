package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;

/** What a phase says: sentences of the host, and the output of scripts as it comes. */
public final class PhaseLog {
    private final OutputSink sink;

    public PhaseLog(OutputSink sink) {
        this.sink = sink;
    }

    /** Whoever listens may be gone; that does not stop the phase, the lease does. */
    public void say(String sentence) {
        sink().say(sentence);
    }

    public OutputSink sink() {
        return (buffer, offset, length) -> {
            try {
                sink.write(buffer, offset, length);
            } catch (IOException e) {
                return;
            }
        };
    }
}
