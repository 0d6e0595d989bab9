package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.OutputStream;
import java.io.PrintStream;

/** Passes on what somebody else says, each line set in, so that it cannot be taken for our own words. */
final class Indented implements OutputSink {
    private final PrintStream to;
    private final byte[] margin;
    private boolean lineBegun;

    Indented(PrintStream to, String margin) {
        this.to = to;
        this.margin = margin.getBytes(UTF_8);
    }

    /** What a user's script says, among our talk. */
    static Indented script(Surroundings surroundings) {
        return new Indented(surroundings.err(), "    " + surroundings.errStyle().faint("|") + " ");
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) {
        int start = offset;
        for (int i = offset; i < offset + length; i++) {
            if (!lineBegun) {
                to.write(margin, 0, margin.length);
                lineBegun = true;
            }
            if (buffer[i] == '\n') {
                to.write(buffer, start, i + 1 - start);
                start = i + 1;
                lineBegun = false;
            }
        }
        to.write(buffer, start, offset + length - start);
        to.flush();
    }

    /** Ends a line that was begun. */
    synchronized void endLine() {
        if (lineBegun) {
            to.println();
            lineBegun = false;
        }
    }

    /** The same as a stream. */
    PrintStream stream() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        Indented.this.write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        Indented.this.write(buffer, offset, length);
                    }
                },
                true,
                UTF_8);
    }
}
