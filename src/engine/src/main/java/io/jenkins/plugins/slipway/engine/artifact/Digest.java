package io.jenkins.plugins.slipway.engine.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of some bytes: algorithm and hexadecimal value, such as {@code sha256:9f3a…}. */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
    private static final Pattern SHA256 = Pattern.compile("sha256:[0-9a-f]{64}");

    @JsonCreator
    public Digest {
        if (!SHA256.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a digest (sha256: and 64 hexadecimal digits)");
        }
    }

    /** The digest of that content. */
    public static Digest of(byte[] content) {
        return ofSha256(Sha256.start().digest(content));
    }

    /** The digest with these 32 bytes. */
    public static Digest ofSha256(byte[] bytes) {
        return new Digest("sha256:" + HexFormat.of().formatHex(bytes));
    }

    /** The 64 hexadecimal digits. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    /** Enough of the digest for a person to tell it from others. */
    public String abbreviated() {
        return hex().substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
