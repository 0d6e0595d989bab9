package io.jenkins.plugins.slipway.host.router.traffic;

import java.util.SplittableRandom;

/** Other ways to write a path, as many as one can think of: some mean the same, some mean nothing, some mean it to careless readers. */
final class Spellings {
    private static final String[] SLASHES = {
        "/",
        "/",
        "/",
        "//",
        "///",
        "/./",
        "/a/../",
        "%2f",
        "%2F",
        "/%2e/",
        "/x/%2e%2e/",
        "%5c",
        "\\",
        "/.//",
        "%252f",
        "/;/",
        "/..;/",
        "/x/..%2f",
        "%c0%af",
        "/%20/../",
        "/%00/",
        "/.%2f"
    };
    private static final String[] ENDS = {
        "", "", "", "", "/", "//", "/.", "%2f", "?", "?x", "%00", "%20", ";", ";x=y", "/x/..", "%3f", ".", "#", "/%2e",
        "\\", "%23", "%2e", "/../x"
    };

    private final SplittableRandom random;

    Spellings(SplittableRandom random) {
        this.random = random;
    }

    String of(String path) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                result.append(i == 0 && random.nextInt(3) > 0 ? "/" : SLASHES[random.nextInt(SLASHES.length)]);
            } else if (random.nextInt(6) == 0) {
                result.append(encoded(c));
            } else if (random.nextInt(40) == 0) {
                result.append(Character.toUpperCase(c));
            } else {
                result.append(c);
            }
        }
        String end = ENDS[random.nextInt(ENDS.length)];
        String prefix = random.nextInt(12) == 0 ? "http://shop" : "";
        return prefix + (result.charAt(0) == '/' ? "" : "/") + result + end;
    }

    private String encoded(char c) {
        String hex = Integer.toHexString(c);
        return switch (random.nextInt(4)) {
            case 0 -> "%25" + hex;
            case 1 -> "%" + hex.toUpperCase();
            default -> "%" + hex;
        };
    }
}
