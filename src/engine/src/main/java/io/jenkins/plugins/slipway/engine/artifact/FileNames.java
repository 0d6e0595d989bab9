package io.jenkins.plugins.slipway.engine.artifact;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names as the bytes that they are on disk. Java decodes names by the locale, and in the locale of many build machines
 * that loses every letter beyond ASCII. Here a name is a string with one character from 0 to 255 per byte, which
 * also sorts as the bytes do; for plain names that is the name itself.
 */
public final class FileNames {
    private static final String UNRESERVED = "/-._~!$&'()*+,;=:@";

    private FileNames() {}

    /** The name of the last element of a path. */
    public static String of(Path path) {
        Path last = path.getFileName();
        String name = last == null ? "" : last.toString();
        return isAscii(name) ? name : rawLast(path);
    }

    /** The target of a symbolic link, whatever bytes it holds. */
    public static String ofLink(Path target) {
        String text = target.toString();
        return isAscii(text) ? text : raw(target);
    }

    /** The path of a name with slashes below a directory. */
    public static Path resolve(Path directory, String name) {
        if (isAscii(name)) {
            return directory.resolve(name);
        }
        // A path from a URI takes the bytes as they are.
        return directory.resolve(Path.of("/").relativize(Path.of(URI.create("file:///" + escape(name)))));
    }

    /** The symbolic link's target as a path, which may be relative. */
    static Path linkTarget(String target) {
        if (isAscii(target)) {
            return Path.of(target);
        }
        Path absolute = Path.of(URI.create("file:///" + escape(target.startsWith("/") ? target.substring(1) : target)));
        return target.startsWith("/") ? absolute : Path.of("/").relativize(absolute);
    }

    /** The bytes of a name. */
    public static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The name with these bytes. */
    public static String name(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The name as people read it. */
    public static String display(String name) {
        return isAscii(name) ? name : new String(bytes(name), StandardCharsets.UTF_8);
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static String rawLast(Path path) {
        String uri = path.toUri().getRawPath();
        String trimmed = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        return unescape(trimmed.substring(trimmed.lastIndexOf('/') + 1));
    }

    private static String raw(Path path) {
        Path root = Path.of("/");
        String uri = root.resolve(path).toUri().getRawPath();
        String absolute = unescape(uri);
        return path.isAbsolute() ? absolute : absolute.substring(1);
    }

    private static String escape(String name) {
        StringBuilder result = new StringBuilder();
        for (byte b : bytes(name)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            result.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return result.toString();
    }

    private static String unescape(String uri) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) == '%') {
                result.append((char) Integer.parseInt(uri.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                result.append(uri.charAt(i));
            }
        }
        return result.toString();
    }
}
