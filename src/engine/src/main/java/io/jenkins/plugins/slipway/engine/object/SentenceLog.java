package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A log that takes whole sentences of Slipway's beside what scripts print. */
final class SentenceLog implements OutputSink {
    private final OutputSink log;

    SentenceLog(OutputSink log) {
        this.log = log;
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        log.write(buffer, offset, length);
    }

    void say(String sentence) {
        byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
