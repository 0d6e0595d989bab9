package io.jenkins.plugins.slipway.host.router.http;

import java.util.Locale;

/** Host names as requests give them, with or without a port. */
public final class Authority {
    private Authority() {}

    static boolean valid(String authority) {
        int length = authority.length();
        if (length == 0 || length > 300) {
            return false;
        }
        int colon = portColon(authority);
        int end = colon < 0 ? length : colon;
        int port = 0;
        for (int i = end + 1; i < length; i++) {
            char c = authority.charAt(i);
            port = c >= '0' && c <= '9' ? port * 10 + c - '0' : 65_536;
            if (port > 65_535) {
                return false;
            }
        }
        boolean brackets = authority.charAt(0) == '[';
        if (end == 0 || (brackets && (end < 4 || authority.charAt(end - 1) != ']'))) {
            return false;
        }
        for (int i = brackets ? 1 : 0; i < (brackets ? end - 1 : end); i++) {
            char c = authority.charAt(i);
            boolean name = brackets
                    ? Character.digit(c, 16) >= 0 && c < 0x80 || c == ':' || c == '.'
                    : c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._".indexOf(c) >= 0;
            boolean empty = !brackets && c == '.' && (i == 0 || authority.charAt(i - 1) == '.');
            if (!name || empty) {
                return false;
            }
        }
        return true;
    }

    /** As it is sent on: the name in lower case without the dot that may end it, and the port if there is one. */
    static String normal(String authority) {
        int colon = portColon(authority);
        boolean port = colon >= 0 && colon < authority.length() - 1;
        return port ? name(authority) + authority.substring(colon) : name(authority);
    }

    /** The name in lower case, without port and without the dot that may end it. */
    static String name(String authority) {
        int colon = portColon(authority);
        String name = colon < 0 ? authority : authority.substring(0, colon);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /** The port, or what is usual for the scheme. */
    public static String port(String authority, boolean secure) {
        int colon = portColon(authority);
        return colon < 0 || colon == authority.length() - 1 ? secure ? "443" : "80" : authority.substring(colon + 1);
    }

    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : -1;
    }
}
