package io.jenkins.plugins.slipway.target.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Git's names of objects, in the form of a repository. */
final class ObjectName {
    private static final int SHA256 = 64;

    private ObjectName() {}

    /** @param length of names in the repository, in hexadecimal digits */
    static MessageDigest digest(int length) {
        try {
            return MessageDigest.getInstance(length == SHA256 ? "SHA-256" : "SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String format(int length) {
        return length == SHA256 ? "sha256" : "sha1";
    }

    static String ofBlob(byte[] content, int length) {
        MessageDigest digest = header(content.length, length);
        return HexFormat.of().formatHex(digest.digest(content));
    }

    static String ofBlob(InputStream content, long size, int length) throws IOException {
        MessageDigest digest = header(size, length);
        byte[] buffer = new byte[64 << 10];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest header(long size, int length) {
        MessageDigest digest = digest(length);
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.UTF_8));
        return digest;
    }
}
