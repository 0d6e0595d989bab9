package io.jenkins.plugins.slipway.host.router;

import io.netty.buffer.ByteBuf;

/**
 * Follows a body in chunks, and sees sizes that have more digits than a number of the decoder can take: it would drop the upper ones
 * and see an end where another server sees none.
 */
final class ChunkSizes {
    private static final int MOST_DIGITS = 8;

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
        if (expected != Expected.SIZE) {
            return true;
        }
        int start = buffer.readerIndex();
        int end = buffer.indexOf(start, buffer.writerIndex(), (byte) '\n');
        if (end < 0) {
            return true;
        }
        line = end - start + 1;
        int digits = 0;
        long size = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(buffer.getByte(i), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            digits += digits > 0 || digit > 0 ? 1 : 0;
            if (digits > MOST_DIGITS) {
                return false;
            }
        }
        remaining = size;
        expected = size == 0 ? Expected.END : Expected.DATA;
        return true;
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
}
