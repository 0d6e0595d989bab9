package io.jenkins.plugins.slipway.host.router;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The path of a URL. */
final class Paths {
    private Paths() {}

    /** The address without its query. */
    static String of(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** Without steps to the folder itself or above, in the form in which routes are compared. */
    static String plain(String path) {
        if (path.indexOf("/.") < 0 && path.indexOf('%') < 0) {
            return path;
        }
        String decoded = decoded(path);
        if (decoded == null || decoded.indexOf("/.") < 0) {
            return decoded == null ? path : decoded;
        }
        Deque<String> names = new ArrayDeque<>();
        String[] parts = decoded.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (parts[i].equals("..")) {
                names.pollLast();
            }
            boolean dots = parts[i].equals("..") || parts[i].equals(".");
            if (!dots) {
                names.addLast(parts[i]);
            } else if (last) {
                names.addLast("");
            }
        }
        return "/" + String.join("/", names);
    }

    /** Percent signs decoded; null if they are malformed or hide a zero byte. */
    static @Nullable String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        try {
            // A plus sign is itself in a path.
            String result = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            return result.indexOf('\0') < 0 ? result : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
