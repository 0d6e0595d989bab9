package io.jenkins.plugins.slipway.host.router;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The path of a URL as text. */
final class Paths {
    private Paths() {}

    /** Percent signs decoded; as it is if they are malformed. */
    static String decoded(String path) {
        try {
            // A plus sign is itself in a path.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
