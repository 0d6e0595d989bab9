package io.jenkins.plugins.slipway.engine.config.expression;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a URL in its one normal form (RFC 3986, section 6.2.2): percent signs decoded once, no empty part, no step to the same
 * folder or above. The router judges a request by it and sends it on; configuration is read in the same way, so that both can be
 * compared.
 */
public final class UrlPath {
    /** More parts, between slashes, no path has. */
    public static final int MOST_PARTS = 256;
    /** Characters of the longest path, decoded. A longer one could be no file of a Linux machine. */
    public static final int LONGEST = 4096;

    /** What stands for a slash that was written as {@code %2F}; a path cannot hold it otherwise. */
    private static final char HIDDEN = '\0';

    private final String text;
    private final String written;
    private final String parted;

    private UrlPath(String text, String written, String parted) {
        this.text = text;
        this.written = written;
        this.parted = parted;
    }

    /** A path that has no normal form, or none that everybody would read alike. The message continues “it has …”. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean tooLong;

        MalformedException(String what, boolean tooLong) {
            // Clients can cause many of them: without the costly trace.
            super(what, null, false, false);
            this.tooLong = tooLong;
        }

        /** Whether only its length is wrong. */
        public boolean tooLong() {
            return tooLong;
        }
    }

    /**
     * Reads the path of a request, without its query.
     *
     * @throws MalformedException if it has no normal form
     */
    public static UrlPath of(String raw) throws MalformedException {
        if (plain(raw)) {
            return new UrlPath(raw, raw, raw);
        }
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw malformed("no slash at its beginning");
        }
        String spelled = spelled(raw);
        String written = stepped(spelled);
        String parted = decoded(written);
        if (parted.length() > LONGEST) {
            throw new MalformedException("more than " + LONGEST + " characters", true);
        }
        return new UrlPath(parted.replace(HIDDEN, '/'), written, parted);
    }

    /**
     * Reads a path of a configuration file. It may have spaces and letters of all scripts as they are; a percent sign is written
     * {@code %25} there, too.
     *
     * @param path with or without a slash at its beginning
     * @throws MalformedException if a request could never have it
     */
    public static UrlPath configured(String path) throws MalformedException {
        StringBuilder raw = new StringBuilder(path.startsWith("/") ? "" : "/");
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ' ' || c > 0x7f && !Character.isISOControl(c)) {
                int end = Character.isHighSurrogate(c) && i + 1 < path.length() ? i + 2 : i + 1;
                encode(path.substring(i, end), raw);
                i = end - 1;
            } else {
                raw.append(c);
            }
        }
        UrlPath result = of(raw.toString());
        if (result.hidesSlash()) {
            throw malformed("an encoded slash");
        }
        return result;
    }

    /** Decoded; what rules, routes and files are compared with. */
    public String text() {
        return text;
    }

    /** Encoded, so that {@link #text()} is what comes of decoding it; reserved characters are encoded where they were before. */
    public String written() {
        return written;
    }

    /** Whether a slash was written as {@code %2F}: there are two ways to read such a path. */
    public boolean hidesSlash() {
        return !parted.equals(text);
    }

    /** Decoded, where an encoded slash is not one that parts; the other way to read it. */
    public String parted() {
        return parted;
    }

    /** A decoded path, or a part of one, in the form in which it can be a part of a URL's path. */
    public static String encoded(String text) {
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (ordinary(text.charAt(i))) {
                if (from < i) {
                    encode(text.substring(from, i), result);
                }
                result.append(text.charAt(i));
                from = i + 1;
            }
        }
        if (from < text.length()) {
            encode(text.substring(from), result);
        }
        return result.toString();
    }

    /** Bytes as UTF-8, all of them encoded. */
    static void encode(String text, StringBuilder into) {
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            hex(one & 0xff, into);
        }
    }

    /** Whether a path is in its normal form and has nothing to decode: most are. */
    private static boolean plain(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/' || raw.length() > LONGEST) {
            return false;
        }
        int slashes = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (!ordinary(c)) {
                return false;
            }
            if (c == '/') {
                char next = i + 1 < raw.length() ? raw.charAt(i + 1) : 'x';
                if (next == '/' || next == '.' || ++slashes > MOST_PARTS) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The same path with each character written in the one way that means the same (RFC 3986, sections 2.2 to 2.4). */
    private static String spelled(String raw) throws MalformedException {
        StringBuilder result = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < raw.length() ? digit(raw.charAt(i + 1)) : -1;
                int low = i + 2 < raw.length() ? digit(raw.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw malformed("a ‘%’ without two hexadecimal digits");
                }
                i += 2;
                c = (char) (high << 4 | low);
                check(c);
                if (unreserved(c)) {
                    result.append(c);
                } else {
                    hex(c, result);
                }
            } else {
                check(c);
                if (c > 0x7f || c == ' ' || c == '?' || c == '#') {
                    throw malformed("a character that has to be written as %XX");
                }
                if (ordinary(c)) {
                    result.append(c);
                } else {
                    hex(c, result);
                }
            }
        }
        return result.toString();
    }

    private static void check(char c) throws MalformedException {
        if (c < ' ' || c == 0x7f) {
            throw malformed("a control character");
        }
        if (c == '\\') {
            throw malformed("a backslash");
        }
    }

    private static String stepped(String spelled) throws MalformedException {
        List<String> parts = new ArrayList<>();
        boolean folder = false;
        for (int start = 1; start <= spelled.length(); ) {
            int slash = spelled.indexOf('/', start);
            int end = slash < 0 ? spelled.length() : slash;
            String part = spelled.substring(start, end);
            start = end + 1;
            folder = part.isEmpty() || part.equals(".") || part.equals("..");
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    throw malformed("a step above its root");
                }
                if (parts.remove(parts.size() - 1).contains("%2F")) {
                    throw malformed("an encoded slash beside a step or another slash");
                }
            } else if (!folder) {
                name(part);
                parts.add(part);
            }
            if (parts.size() > MOST_PARTS) {
                throw malformed("more than " + MOST_PARTS + " parts");
            }
        }
        return "/" + String.join("/", parts) + (folder && !parts.isEmpty() ? "/" : "");
    }

    /** What servers read in more than one way has no normal form. */
    private static void name(String part) throws MalformedException {
        if (part.startsWith(".;") || part.startsWith("..;") || part.startsWith(".%3B") || part.startsWith("..%3B")) {
            throw malformed("a step with a parameter");
        }
        if (part.contains("%2F")) {
            for (String piece : part.split("%2F", -1)) {
                if (piece.isEmpty()
                        || piece.equals(".")
                        || piece.equals("..")
                        || piece.startsWith(".;")
                        || piece.startsWith("..;")) {
                    throw malformed("an encoded slash beside a step or another slash");
                }
            }
        }
    }

    private static String decoded(String written) throws MalformedException {
        if (written.indexOf('%') < 0) {
            return written;
        }
        ByteBuffer bytes = ByteBuffer.allocate(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%') {
                int one = digit(written.charAt(i + 1)) << 4 | digit(written.charAt(i + 2));
                bytes.put((byte) (one == '/' ? HIDDEN : one));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) != HIDDEN && Character.isISOControl(text.charAt(i))) {
                    throw malformed("a control character");
                }
            }
            return text.toString();
        } catch (CharacterCodingException e) {
            throw malformed("bytes that are not UTF-8");
        }
    }

    private static MalformedException malformed(String what) {
        return new MalformedException(what, false);
    }

    private static void hex(int value, StringBuilder into) {
        into.append('%')
                .append(Character.toUpperCase(Character.forDigit(value >> 4, 16)))
                .append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Whether it stands for itself in a path: a {@code pchar} that is not encoded, or a slash. */
    private static boolean ordinary(char c) {
        return unreserved(c) || c == '/' || "!$&'()*+,;=:@".indexOf(c) >= 0;
    }

    private static boolean unreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
