package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a phase says: sentences of the host, and the output of scripts as it comes. */
public final class PhaseLog {
    private final OutputSink sink;

    public PhaseLog(OutputSink sink) {
        this.sink = sink;
    }

    /** Whoever listens may be gone; that does not stop the phase, the lease does. */
    public void say(String sentence) {
        byte[] line = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            sink.write(line, 0, line.length);
        } catch (IOException e) {
            return;
        }
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
