package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;

/** A log that takes whole sentences of Slipway's beside what scripts print, from several threads. */
final class SentenceLog implements OutputSink {
    private final OutputSink log;

    SentenceLog(OutputSink log) {
        this.log = log;
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        log.write(buffer, offset, length);
    }
}
