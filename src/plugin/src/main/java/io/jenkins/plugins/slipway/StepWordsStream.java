package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes on what the command says, in the words of steps. What scripts say stands behind a margin, and is theirs. Closing it passes on
 * the last line and leaves open what is behind it: the log goes on after the step.
 */
final class StepWordsStream extends OutputStream {
    /** Of what scripts say. */
    private static final String MARGIN = "    ";

    /** Longer than any advice of the command. */
    private static final int LONGEST = 16_384;

    private final OutputStream to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Whether a part of the line was passed on already, so that it is passed on as it is. */
    private boolean begun;

    StepWordsStream(@NonNull OutputStream to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        line.write(b);
        if (b == '\n') {
            end();
        } else if (line.size() >= LONGEST) {
            passOn();
        }
    }

    @Override
    public void write(@NonNull byte[] buffer, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(buffer[i]);
        }
    }

    private void end() throws IOException {
        if (begun) {
            passOn();
        } else {
            String text = line.toString(StandardCharsets.UTF_8);
            String said = text.startsWith(MARGIN) ? text : StepWords.of(text);
            // What is no text stays as it is.
            to.write(said.equals(text) ? line.toByteArray() : said.getBytes(StandardCharsets.UTF_8));
            line.reset();
        }
        begun = false;
    }

    private void passOn() throws IOException {
        if (line.size() > 0) {
            line.writeTo(to);
            line.reset();
            begun = true;
        }
    }

    /** Passes on the beginning of a line too: nobody would know of it after a restart. */
    @Override
    public void flush() throws IOException {
        passOn();
        to.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
