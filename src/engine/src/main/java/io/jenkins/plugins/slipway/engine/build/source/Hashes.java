package io.jenkins.plugins.slipway.engine.build.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that keys and Git's objects are named by; every JDK has them. */
public final class Hashes {
    private Hashes() {}

    public static MessageDigest start(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks " + algorithm, e);
        }
    }
}
