package io.jenkins.plugins.slipway.host.router.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of an application's answers before they are decoded. The decoder bears much that another reader would read
 * otherwise; and it waits for the end of a line that never comes. Only heads are looked at (RFC 9112, 4 and 5).
 */
public final class ResponseValidator {
    static final int LARGEST_HEAD = 128 << 10;
    private static final int MOST_LINES = 1_000;
    private static final String VERSION = "HTTP/1.";
    private static final int STATUS = VERSION.length() + 2;
    private static final int STATUS_END = STATUS + 3;
    private static final int SWITCHING = 101;
    /** What some applications send behind a body. */
    private static final int MOST_BLANKS = 2;

    private State state = State.SILENT;
    private int position;
    private int size;
    private int lines;
    private int blanks;
    private int status;
    private boolean colon;
    /** The line has a carriage return only. */
    private boolean returned;

    private boolean heard;
    private @Nullable String wrong;

    private enum State {
        /** Nothing was asked. */
        SILENT,
        STATUS_LINE,
        HEADER,
        BODY
    }

    /** An answer is awaited from now on. */
    public void expect() {
        heard = false;
        blanks = 0;
        begin();
    }

    /** The answer is over. */
    public void silence() {
        state = State.SILENT;
    }

    /** Whether a byte of the answer has come. */
    public boolean heard() {
        return heard;
    }

    /** What is wrong with the next bytes, or null. They are not consumed. */
    @Nullable
    public String look(ByteBuf bytes) {
        if (state == State.SILENT && bytes.isReadable()) {
            return "it sent data without a request";
        }
        wrong = null;
        int next = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (next < end && wrong == null && state != State.BODY) {
            int behind = state == State.HEADER && position == 0 ? behindHeader(bytes, next, end) : next;
            if (behind == next) {
                wrong = look(bytes.getByte(next));
                behind++;
            }
            next = behind;
        }
        return wrong;
    }

    /**
     * Passes over a whole line that is a header with nothing wrong in it, which nearly all are; a search takes many bytes at a time.
     *
     * @return what follows it; {@code from} for any other line, whose bytes are looked at one by one
     */
    private int behindHeader(ByteBuf bytes, int from, int to) {
        int end = bytes.indexOf(from, to, (byte) '\n');
        if (end < from + 2 || size + end + 1 - from > LARGEST_HEAD || lines == MOST_LINES) {
            return from;
        }
        byte first = bytes.getByte(from);
        if (first == ' ' || first == '\t' || first == '\r') {
            return from;
        }
        if (bytes.indexOf(from, end, (byte) ':') < 0 || bytes.indexOf(from, end, (byte) 0) >= 0) {
            return from;
        }
        size += end + 1 - from;
        lines++;
        return end + 1;
    }

    private @Nullable String look(byte next) {
        if (state == State.STATUS_LINE && position == 0 && (next == '\r' || next == '\n')) {
            return ++blanks > MOST_BLANKS ? "it begins with empty lines" : null;
        }
        heard = true;
        if (++size > LARGEST_HEAD) {
            return "its head is longer than " + (LARGEST_HEAD >> 10) + " KB";
        }
        if (next == 0) {
            return "there is a zero byte in its head";
        }
        if (next == '\n') {
            return endOfLine();
        }
        String complaint = state == State.STATUS_LINE ? statusLine(next) : header(next);
        position++;
        return complaint;
    }

    private @Nullable String statusLine(byte next) {
        boolean right;
        if (position < VERSION.length()) {
            right = next == VERSION.charAt(position);
        } else if (position == STATUS - 1 || position == STATUS_END) {
            right = next == ' ' || (position == STATUS_END && next == '\r');
        } else if (position < STATUS_END) {
            right = next >= (position == STATUS ? '1' : '0') && next <= '9';
            status = position < STATUS ? 0 : status * 10 + (next - '0');
        } else {
            right = true;
        }
        return right ? null : "it does not begin with a status line of HTTP/1";
    }

    private @Nullable String header(byte next) {
        if (position == 0 && (next == ' ' || next == '\t')) {
            return "a line of its head is continued on the next one";
        }
        colon |= next == ':';
        returned = position == 0 && next == '\r';
        return null;
    }

    private @Nullable String endOfLine() {
        if (state == State.STATUS_LINE) {
            if (position < STATUS_END) {
                return "it does not begin with a status line of HTTP/1";
            }
            state = State.HEADER;
        } else if (position == 0 || (position == 1 && returned)) {
            endOfHead();
            return null;
        } else if (!colon) {
            return "a line of its head has no colon";
        } else if (++lines > MOST_LINES) {
            return "its head has more than " + MOST_LINES + " lines";
        }
        position = 0;
        colon = false;
        returned = false;
        return null;
    }

    private void endOfHead() {
        if (status < 200 && status != SWITCHING) {
            begin();
        } else {
            state = State.BODY;
        }
    }

    private void begin() {
        state = State.STATUS_LINE;
        position = 0;
        size = 0;
        lines = 0;
        status = 0;
        colon = false;
        returned = false;
    }
}
