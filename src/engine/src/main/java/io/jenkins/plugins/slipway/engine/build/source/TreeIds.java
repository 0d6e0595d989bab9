package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Computes the names that Git gives to contents, without asking Git. */
final class TreeIds {
    static final String DIRECTORY = "40000";
    static final String FILE = "100644";
    static final String EXECUTABLE = "100755";
    static final String LINK = "120000";

    private static final HexFormat HEX = HexFormat.of();
    private static final int SHA1_DIGITS = 40;

    private TreeIds() {}

    /**
     * One name in a directory.
     *
     * @param mode as Git writes it, without a leading zero
     * @param id 40 or 64 hexadecimal digits
     */
    record Entry(String mode, String name, String id) {
        /** Git sorts a directory as if its name ended with a slash. */
        String sortName() {
            return mode.equals(DIRECTORY) ? name + "/" : name;
        }
    }

    /** The digest for objects of the repository that this id comes from. */
    static MessageDigest digestFor(String id) {
        return Hashes.start(id.length() == SHA1_DIGITS ? "SHA-1" : "SHA-256");
    }

    static MessageDigest sha1() {
        return Hashes.start("SHA-1");
    }

    static String tree(List<Entry> entries, MessageDigest digest) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        entries.stream().sorted(Comparator.comparing(Entry::sortName)).forEach(entry -> {
            content.writeBytes((entry.mode() + " ").getBytes(StandardCharsets.US_ASCII));
            content.writeBytes(FileNames.bytes(entry.name()));
            content.write(0);
            content.writeBytes(HEX.parseHex(entry.id()));
        });
        return object("tree", content.toByteArray(), digest);
    }

    static String blob(byte[] content, MessageDigest digest) {
        return object("blob", content, digest);
    }

    /** What goes before a blob's content into its digest. */
    static byte[] blobHeader(long size) {
        return ("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static String object(String type, byte[] content, MessageDigest digest) {
        digest.update((type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HEX.formatHex(digest.digest(content));
    }
}
