package io.jenkins.plugins.slipway.host.router.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows a body in chunks, and takes only lines of sizes that everybody reads alike (RFC 9112, section 7.1): hexadecimal digits from
 * the first byte on, an extension of plain characters perhaps, and a whole line end. The decoder would skip what comes before the
 * digits, and drop the upper ones of a size that is too large for it.
 */
final class ChunkSizes {
    private static final int MOST_DIGITS = 8;
    /** Extensions mean nothing here; with one byte in each chunk they would be most of what is sent. */
    private static final int LONGEST_LINE = 256;

    private Expected expected = Expected.SIZE;
    private long remaining;
    private int line;

    private enum Expected {
        SIZE,
        DATA,
        DELIMITER,
        END
    }

    /** Looks at what the decoder is about to read. Returns whether that is in order. */
    boolean before(ByteBuf buffer) {
        line = 0;
        if (expected != Expected.SIZE || !buffer.isReadable()) {
            return true;
        }
        int start = buffer.readerIndex();
        int most = Math.min(buffer.writerIndex(), start + LONGEST_LINE);
        int end = buffer.indexOf(start, most, (byte) '\n');
        int stop = end < 0 ? most : end;
        int at = start;
        int digits = 0;
        long size = 0;
        for (int digit; at < stop && (digit = digit(buffer.getByte(at))) >= 0; at++) {
            size = size * 16 + digit;
            digits += digits > 0 || digit > 0 ? 1 : 0;
            if (digits > MOST_DIGITS || size > Integer.MAX_VALUE) {
                return false;
            }
        }
        if (at == start) {
            return false;
        }
        int extension = at;
        if (at < stop && buffer.getByte(at) == ';') {
            while (at < stop && plain(buffer.getByte(at))) {
                at++;
            }
        }
        boolean returned = at < stop && at == stop - 1 && buffer.getByte(at) == '\r';
        if (end < 0) {
            return (at == stop || returned) && stop - start < LONGEST_LINE;
        }
        if (!returned) {
            return false;
        }
        fill(buffer, start, extension, at);
        line = end - start + 1;
        remaining = size;
        expected = size == 0 ? Expected.END : Expected.DATA;
        return true;
    }

    /** Puts zeros before the size in place of the extension behind it: the decoder refuses some that are in order. */
    private static void fill(ByteBuf buffer, int start, int extension, int end) {
        int length = end - extension;
        for (int i = extension - 1; length > 0 && i >= start; i--) {
            buffer.setByte(i + length, buffer.getByte(i));
        }
        for (int i = start; i < start + length; i++) {
            buffer.setByte(i, '0');
        }
    }

    /**
     * Notes what the decoder has done.
     *
     * @param taken bytes that it has read
     * @param data bytes of the body among them
     */
    void after(int taken, int data) {
        if (expected == Expected.DATA) {
            remaining -= data;
            if (remaining == 0) {
                expected = taken == line + data ? Expected.DELIMITER : Expected.SIZE;
            }
        } else if (expected == Expected.DELIMITER && taken > 0) {
            expected = Expected.SIZE;
        }
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9'
                ? b - '0'
                : b >= 'a' && b <= 'f' ? b - 'a' + 10 : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }

    private static boolean plain(byte b) {
        return b == '\t' || b >= ' ' && b < 0x7f;
    }
}
