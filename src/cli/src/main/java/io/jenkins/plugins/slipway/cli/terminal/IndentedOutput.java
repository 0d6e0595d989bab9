package io.jenkins.plugins.slipway.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.TerminalStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * Passes on what somebody else says, each line set in, so that it cannot be taken for our own words; nothing in it moves the cursor out
 * of its line, see {@link TerminalStream}.
 */
public final class IndentedOutput implements OutputSink {
    /** Bytes of a script's output that are shown at most: nobody reads more, and all of it is in the log. */
    static final long SHOWN = 4L << 20;

    private final PrintStream to;
    private final byte[] margin;
    private final TerminalStream cleaned = new TerminalStream(
            new OutputStream() {
                @Override
                public void write(int one) {
                    show(new byte[] {(byte) one}, 0, 1);
                }

                @Override
                public void write(byte[] buffer, int offset, int length) {
                    show(buffer, offset, length);
                }
            },
            false);
    private long left;
    private boolean lineBegun;
    private boolean cut;

    public IndentedOutput(PrintStream to, String margin, long limit) {
        this.left = limit;
        this.to = to;
        this.margin = margin.getBytes(UTF_8);
    }

    /** What a user's script says, among our talk. */
    public static IndentedOutput script(ProcessEnvironment processEnvironment) {
        return new IndentedOutput(
                processEnvironment.err(), "    " + processEnvironment.errStyle().faint("|") + " ", SHOWN);
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) {
        int allowed = (int) Math.min(length, left);
        left -= allowed;
        try {
            cleaned.write(buffer, offset, allowed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        to.flush();
        if (allowed < length && !cut) {
            cut = true;
            endLine();
            to.println("More output follows; it is not shown here, but in the log.");
        }
    }

    private void show(byte[] buffer, int offset, int length) {
        int end = offset + length;
        ByteArrayOutputStream text = new ByteArrayOutputStream(length + 64);
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (!lineBegun) {
                text.write(margin, 0, margin.length);
                lineBegun = true;
            }
            if (buffer[i] == '\n') {
                text.write(buffer, start, i + 1 - start);
                start = i + 1;
                lineBegun = false;
            }
        }
        text.write(buffer, start, end - start);
        to.write(text.toByteArray(), 0, text.size());
    }

    /** Ends a line that was begun. */
    public synchronized void endLine() {
        try {
            cleaned.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lineBegun) {
            to.println();
            lineBegun = false;
        }
    }

    /** The same as a stream. */
    public PrintStream stream() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        IndentedOutput.this.write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        IndentedOutput.this.write(buffer, offset, length);
                    }
                },
                true,
                UTF_8);
    }
}
