package io.jenkins.plugins.slipway.host.router.http;

import io.netty.buffer.ByteBuf;

/**
 * The first line of a request, byte for byte: method, one space, address, one space, version, one line end (RFC 9112, section 3).
 * Netty reads more than that, and so do some applications, each in its own way.
 */
final class RequestLine {
    private static final int LONGEST_METHOD = 32;
    private static final int VERSION = "HTTP/1.1".length();

    private RequestLine() {}

    enum Look {
        /** It may become a request line. */
        INCOMPLETE,
        GOOD,
        MALFORMED,
        /** That of another version of HTTP. */
        OTHER_VERSION
    }

    /**
     * Looks at the beginning of a request, and reads nothing.
     *
     * @param longest longer lines are somebody else's to refuse, and good here
     */
    static Look look(ByteBuf buffer, int longest) {
        int start = buffer.readerIndex();
        if (!buffer.isReadable() || !letter(buffer.getByte(start))) {
            return buffer.isReadable() ? Look.MALFORMED : Look.INCOMPLETE;
        }
        int end = buffer.indexOf(start, buffer.writerIndex(), (byte) '\n');
        if (end < 0 || end - start > longest) {
            return end < 0 ? Look.INCOMPLETE : Look.GOOD;
        }
        int version = end - 1 - VERSION;
        int method = start;
        while (method < end && named(buffer.getByte(method))) {
            method++;
        }
        boolean framed = version > method + 2
                && buffer.getByte(end - 1) == '\r'
                && buffer.getByte(version - 1) == ' '
                && buffer.getByte(method) == ' '
                && method - start <= LONGEST_METHOD;
        if (!framed) {
            return Look.MALFORMED;
        }
        for (int i = method + 1; i < version - 1; i++) {
            if (buffer.getByte(i) <= ' ' || buffer.getByte(i) == 0x7f) {
                return Look.MALFORMED;
            }
        }
        return version(buffer, version);
    }

    private static Look version(ByteBuf buffer, int at) {
        for (int i = 0; i < "HTTP/".length(); i++) {
            if (buffer.getByte(at + i) != "HTTP/".charAt(i)) {
                return Look.MALFORMED;
            }
        }
        byte major = buffer.getByte(at + 5);
        byte minor = buffer.getByte(at + 7);
        if (!digit(major) || buffer.getByte(at + 6) != '.' || !digit(minor)) {
            return Look.MALFORMED;
        }
        return major == '1' && minor <= '1' ? Look.GOOD : Look.OTHER_VERSION;
    }

    /** Methods are written in capitals (RFC 9110, section 16.1.2): another spelling is another method, or the same, as one reads it. */
    private static boolean named(byte b) {
        return letter(b) || digit(b) || b == '-' || b == '_';
    }

    private static boolean letter(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }
}
