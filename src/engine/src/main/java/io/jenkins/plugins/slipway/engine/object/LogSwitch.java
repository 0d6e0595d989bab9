package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends what a process prints to the log of the run that it is doing. */
final class LogSwitch implements OutputSink {
    private OutputSink present = OutputSink.discard();

    synchronized void to(OutputSink other) {
        present = other;
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) {
        try {
            present.write(buffer, offset, length);
        } catch (IOException e) {
            // A full disk ends the log, not the run.
            present = OutputSink.discard();
        }
    }

    /** Adds a line of Slipway's own. */
    void line(String text) {
        if (!text.isEmpty()) {
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            write(bytes, 0, bytes.length);
        }
    }
}
