package io.jenkins.plugins.slipway.engine.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads exactly the form that {@link TarFormat} writes, and digests it on the way. Everything else is refused: a name that leaves
 * the directory, a file below something that is no directory of the artifact, a second entry of one name.
 */
final class TarReader {
    private static final int LARGEST_PAX = 1 << 20;

    private final InputStream from;
    private final MessageDigest digest = Sha256.start();
    private final Set<String> directories = new HashSet<>(Set.of(""));
    private byte[] buffer = new byte[256 << 10];
    private int position;
    private int limit;
    private long total;
    private String last = "";

    TarReader(InputStream from) {
        this.from = from;
    }

    /** Stands for any way in which bytes are not a frozen artifact. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /** The next entry, whose content must then be taken, or null at the end. */
    @Nullable
    TreeEntry next() throws IOException {
        Map<String, byte[]> records = Map.of();
        byte[] block = block();
        if (block[TarFormat.TYPE] == TarFormat.PAX) {
            checkHeader(block);
            long size = octal(block, TarFormat.SIZE, 11);
            if (size > LARGEST_PAX) {
                throw new MalformedException("a header of " + size + " bytes");
            }
            records = records(take((int) size));
            block = block();
        } else if (Arrays.equals(block, 0, TarFormat.BLOCK, TarFormat.END, 0, TarFormat.BLOCK)) {
            if (!Arrays.equals(block(), Arrays.copyOf(TarFormat.END, TarFormat.BLOCK)) || position < limit || fill()) {
                throw new MalformedException("something after the end");
            }
            return null;
        }
        checkHeader(block);
        TreeEntry entry = entry(block, records);
        checkName(entry);
        return entry;
    }

    /** All of a small file's content. */
    byte[] take(int size) throws IOException {
        byte[] content = new byte[size];
        require(content, size);
        skipPadding(size);
        return content;
    }

    /** Some of a file's content, at least one byte; {@link #skipPadding} follows the last. */
    int part(byte[] into, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            throw new MalformedException("ends in the middle of a file");
        }
        int n = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, n);
        position += n;
        return n;
    }

    /** Carries a file's content on. */
    void transfer(long size, OutputStream to) throws IOException {
        long left = size;
        while (left > 0) {
            if (position == limit && !fill()) {
                throw new MalformedException("ends in the middle of a file");
            }
            int n = (int) Math.min(left, limit - position);
            to.write(buffer, position, n);
            position += n;
            left -= n;
        }
        skipPadding(size);
    }

    /** The digest of everything; only after {@link #next} has returned null. */
    Digest digest() {
        return Digest.ofSha256(digest.digest());
    }

    /** Bytes read so far. */
    long total() {
        return total;
    }

    /** What follows a file of that size. */
    void skipPadding(long size) throws IOException {
        byte[] padding = new byte[TarFormat.padding(size)];
        require(padding, padding.length);
    }

    private byte[] block() throws IOException {
        byte[] block = new byte[TarFormat.BLOCK];
        require(block, block.length);
        return block;
    }

    private void require(byte[] into, int size) throws IOException {
        int done = 0;
        while (done < size) {
            if (position == limit && !fill()) {
                throw new MalformedException("ends too early");
            }
            int n = Math.min(size - done, limit - position);
            System.arraycopy(buffer, position, into, done, n);
            position += n;
            done += n;
        }
    }

    private boolean fill() throws IOException {
        int n = from.read(buffer, 0, buffer.length);
        if (n <= 0) {
            return false;
        }
        digest.update(buffer, 0, n);
        position = 0;
        limit = n;
        total += n;
        return true;
    }

    private static void checkHeader(byte[] block) throws MalformedException {
        boolean ustar = block[TarFormat.MAGIC] == 'u' && block[TarFormat.MAGIC + 4] == 'r';
        if (!ustar || octal(block, TarFormat.CHECKSUM, 6) != TarFormat.checksum(block)) {
            throw new MalformedException("not a header where one must be");
        }
    }

    private static TreeEntry entry(byte[] block, Map<String, byte[]> records) throws MalformedException {
        String name = text(records.get("path"), block, 0);
        String link = text(records.get("linkpath"), block, TarFormat.LINK_NAME);
        byte[] largeSize = records.get("size");
        long size = largeSize == null
                ? octal(block, TarFormat.SIZE, 11)
                : number(new String(largeSize, StandardCharsets.US_ASCII));
        boolean executable = (octal(block, TarFormat.MODE, 7) & 0100) != 0;
        char type = (char) block[TarFormat.TYPE];
        if (type == TarFormat.FILE) {
            return TreeEntry.file(name, executable, size);
        }
        if (type == TarFormat.DIRECTORY && name.endsWith("/") && size == 0) {
            return TreeEntry.directory(name.substring(0, name.length() - 1));
        }
        if (type == TarFormat.LINK && size == 0 && !link.isEmpty()) {
            return TreeEntry.link(name, link);
        }
        throw new MalformedException("an entry ‘" + FileNames.display(name) + "’ of a kind that no artifact has");
    }

    /** Names come in strict order, so none comes twice; and what holds a name came before as a directory. */
    private void checkName(TreeEntry entry) throws MalformedException {
        String name = entry.name();
        int slash = name.lastIndexOf('/');
        String parent = slash < 0 ? "" : name.substring(0, slash);
        String own = name.substring(slash + 1);
        if (own.isEmpty()
                || own.equals(".")
                || own.equals("..")
                || name.indexOf('\0') >= 0
                || !directories.contains(parent)
                || name.compareTo(last) <= 0) {
            throw new MalformedException("an entry ‘" + FileNames.display(name) + "’ that no artifact can have");
        }
        last = name;
        if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
            directories.add(name);
        }
    }

    private static String text(byte @Nullable [] record, byte[] block, int offset) {
        if (record != null) {
            return FileNames.name(record);
        }
        int end = offset;
        while (end < offset + TarFormat.LONGEST_NAME && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, byte[]> records(byte[] pax) throws MalformedException {
        Map<String, byte[]> records = new HashMap<>();
        int start = 0;
        while (start < pax.length) {
            int space = indexOf(pax, ' ', start);
            long length = number(new String(pax, start, space - start, StandardCharsets.US_ASCII));
            int equals = indexOf(pax, '=', space);
            if (length <= equals + 1 - start || length > pax.length - start) {
                throw new MalformedException("a header record of a wrong length");
            }
            int end = start + (int) length;
            records.put(
                    new String(pax, space + 1, equals - space - 1, StandardCharsets.US_ASCII),
                    Arrays.copyOfRange(pax, equals + 1, end - 1));
            start = end;
        }
        return records;
    }

    private static int indexOf(byte[] bytes, char c, int from) throws MalformedException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        throw new MalformedException("a header record without ‘" + c + "’");
    }

    private static long number(String text) throws MalformedException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new MalformedException("‘" + text + "’ where a size must be");
        }
        return Long.parseLong(text);
    }

    private static long octal(byte[] block, int offset, int digits) throws MalformedException {
        long value = 0;
        for (int i = offset; i < offset + digits; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw new MalformedException("not a number in a header");
            }
            value = value << 3 | block[i] - '0';
        }
        return value;
    }
}
