package io.jenkins.plugins.slipway.engine.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The one form of tar that artifacts have: POSIX ustar headers without times and owners, PAX records only where a name, a link or
 * a size does not fit. It is written here and not by a library, because the digest of an artifact must not change when a
 * library does.
 */
final class TarFormat {
    static final int BLOCK = 512;

    /** What ends an archive. */
    static final byte[] END = new byte[2 * BLOCK];

    static final char FILE = '0';
    static final char LINK = '2';
    static final char DIRECTORY = '5';
    static final char PAX = 'x';

    /** The largest size that eleven octal digits hold. */
    static final long LARGEST_SIZE = 0_77777777777L;

    static final int LONGEST_NAME = 100;

    static final int MODE = 100;
    static final int SIZE = 124;
    static final int CHECKSUM = 148;
    static final int TYPE = 156;
    static final int LINK_NAME = 157;
    static final int MAGIC = 257;

    private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

    private TarFormat() {}

    /** Bytes until the next block begins. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    /** Appends everything that stands before an entry's content. */
    static void header(TreeEntry entry, ByteArrayOutputStream to) {
        byte[] name = FileNames.bytes(entry.kind() == TreeEntry.Kind.DIRECTORY ? entry.name() + "/" : entry.name());
        byte[] link = FileNames.bytes(entry.link());
        ByteArrayOutputStream records = new ByteArrayOutputStream(0);
        if (!fits(name)) {
            record("path", name, records);
        }
        if (!fits(link)) {
            record("linkpath", link, records);
        }
        boolean large = entry.size() > LARGEST_SIZE;
        if (large) {
            record("size", Long.toString(entry.size()).getBytes(StandardCharsets.US_ASCII), records);
        }
        if (records.size() > 0) {
            byte[] pax = records.toByteArray();
            block("PaxHeader".getBytes(StandardCharsets.US_ASCII), new byte[0], PAX, 0644, pax.length, to);
            to.writeBytes(pax);
            to.write(END, 0, padding(pax.length));
        }
        char type = switch (entry.kind()) {
            case FILE -> FILE;
            case DIRECTORY -> DIRECTORY;
            case LINK -> LINK;
        };
        int mode = switch (entry.kind()) {
            case FILE -> entry.executable() ? 0755 : 0644;
            case DIRECTORY -> 0755;
            case LINK -> 0777;
        };
        block(name, link, type, mode, large ? 0 : entry.size(), to);
    }

    private static boolean fits(byte[] name) {
        if (name.length > LONGEST_NAME) {
            return false;
        }
        for (byte b : name) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static void block(byte[] name, byte[] link, char type, int mode, long size, ByteArrayOutputStream to) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, LONGEST_NAME));
        octal(mode, block, MODE, 7);
        octal(0, block, 108, 7);
        octal(0, block, 116, 7);
        octal(size, block, SIZE, 11);
        octal(0, block, 136, 11);
        block[TYPE] = (byte) type;
        System.arraycopy(link, 0, block, LINK_NAME, Math.min(link.length, LONGEST_NAME));
        System.arraycopy(USTAR, 0, block, MAGIC, USTAR.length);
        octal(checksum(block), block, CHECKSUM, 6);
        block[CHECKSUM + 7] = ' ';
        to.write(block, 0, BLOCK);
    }

    /** The sum of all bytes, those of the checksum itself taken as spaces. */
    static int checksum(byte[] block) {
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + 8) {
                sum += block[i] & 0xff;
            }
        }
        return sum;
    }

    private static void octal(long value, byte[] block, int offset, int digits) {
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>= 3;
        }
    }

    /** A record's length counts itself, so it is found by trying. */
    private static void record(String key, byte[] value, ByteArrayOutputStream to) {
        int without = key.length() + value.length + 3;
        int length = without;
        while (length != without + Integer.toString(length).length()) {
            length = without + Integer.toString(length).length();
        }
        to.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.US_ASCII));
        to.writeBytes(value);
        to.write('\n');
    }
}
