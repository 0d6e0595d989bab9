package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.Texts;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The door to a terminal or a build log: text in UTF-8 comes out as it is, and what a terminal would obey instead of showing it comes
 * out as its number, such as {@code \u001b}, which JSON reads as the same character. That are control characters but tab and line
 * feed (ECMA-48: C0, DEL, and C1 in either form), and what turns or separates lines of text (Unicode's bidirectional controls, line
 * and paragraph separator). A carriage return ends a line instead of overwriting it. Bytes that are no UTF-8 become U+FFFD. Colours
 * and bold text (SGR) pass if they are wanted, and end with their line; otherwise they are left out.
 */
public final class TerminalStream extends FilterOutputStream {
    private static final int ESCAPE = 0x1b;
    private static final String REPLACEMENT = "\ufffd";

    /** Foreground colours, bold, faint, italic and their ends; nothing that hides text or blinks. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[(0|[1-3]|2[1-3]|3[0-79]|9[0-7]|;)*+m");

    private static final int LONGEST_COLOUR = 24;

    private final boolean colours;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
    /** What may become an escape sequence or a character. */
    private final StringBuilder pending = new StringBuilder();

    private int missing;
    private boolean returned;
    private boolean coloured;

    /** @param colours whether colours pass */
    public TerminalStream(OutputStream to, boolean colours) {
        super(to);
        this.colours = colours;
    }

    @Override
    public synchronized void write(int one) throws IOException {
        take(one & 0xff);
        pass();
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(buffer[i] & 0xff);
        }
        pass();
    }

    /** Passes on what waited for more. */
    public synchronized void finish() throws IOException {
        giveUp();
        endReturn();
        pass();
    }

    @Override
    public void close() throws IOException {
        finish();
        super.close();
    }

    private void pass() throws IOException {
        if (ready.size() > 0) {
            out.write(ready.toByteArray(), 0, ready.size());
            ready.reset();
        }
    }

    private void take(int b) {
        if (pending.length() > 0 && pending.charAt(0) == ESCAPE) {
            escape(b);
        } else if (missing > 0) {
            character(b);
        } else {
            begin(b);
        }
    }

    private void begin(int b) {
        if (b == '\n') {
            returned = false;
            endLine();
            return;
        }
        endReturn();
        if (b == '\r') {
            returned = true;
        } else if (b == ESCAPE) {
            pending.append((char) b);
        } else if (b == '\t' || b >= ' ' && b < 0x7f) {
            ready.write(b);
        } else if (b <= 0x7f) {
            number(b);
        } else {
            missing = b >= 0xf0 && b <= 0xf4 ? 3 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xc2 && b < 0xe0 ? 1 : 0;
            if (missing == 0) {
                text(REPLACEMENT);
            } else {
                pending.append((char) b);
            }
        }
    }

    private void character(int b) {
        if ((b & 0xc0) != 0x80) {
            giveUp();
            take(b);
            return;
        }
        pending.append((char) b);
        if (--missing == 0) {
            String text = new String(pending.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            pending.setLength(0);
            int c = text.codePointAt(0);
            if (Texts.isOrder(c)) {
                number(c);
            } else {
                text(text);
            }
        }
    }

    private void escape(int b) {
        int length = pending.length();
        boolean belongs = length == 1 ? b == '[' : b >= '0' && b <= '9' || b == ';' || b == 'm';
        if (!belongs || length >= LONGEST_COLOUR) {
            giveUp();
            take(b);
            return;
        }
        pending.append((char) b);
        if (b == 'm') {
            String sequence = pending.toString();
            pending.setLength(0);
            if (colours && COLOUR.matcher(sequence).matches()) {
                text(sequence);
                coloured = true;
            }
        }
    }

    /** What has begun becomes nothing: an escape is shown with what came after it, a cut character is none. */
    private void giveUp() {
        String begun = pending.toString();
        pending.setLength(0);
        missing = 0;
        if (begun.isEmpty()) {
            return;
        }
        if (begun.charAt(0) == ESCAPE) {
            number(ESCAPE);
            text(begun.substring(1));
        } else {
            text(REPLACEMENT);
        }
    }

    private void endReturn() {
        if (returned) {
            returned = false;
            endLine();
        }
    }

    private void endLine() {
        if (coloured) {
            text("\u001b[0m");
            coloured = false;
        }
        ready.write('\n');
    }

    private void number(int c) {
        text(String.format("\\u%04x", c));
    }

    private void text(String text) {
        ready.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
