package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** Short names of longer values, so that an index finds them. */
final class Fingerprint {
    private Fingerprint() {}

    /** Of a set of artifacts; their order does not matter. */
    static String of(Map<String, Digest> artifacts) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(artifacts)
                .forEach((application, digest) -> lines.append(application)
                        .append(' ')
                        .append(digest.value())
                        .append('\n'));
        return of(lines.toString());
    }

    static String of(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Digest.ofSha256(sha256.digest(text.getBytes(StandardCharsets.UTF_8)))
                    .value();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
