package io.jenkins.plugins.slipway.engine.config.reading;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with an address of a route or a redirect. Only what the router can answer for is let in: {@code http} and {@code https},
 * a host name in the place of a host (RFC 1123, 2.1; with underscores, for they are in use), and a path of RFC 3986.
 */
final class Addresses {
    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?\\.)*+(\\{default}|\\{all}|[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern OLDER_GROUP = Pattern.compile("\\\\([0-9])");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern BAD_SEGMENT = Pattern.compile("//|/\\.{1,2}(/|$)");
    private static final int LONGEST = 2_000;

    private Addresses() {}

    /** What is wrong with the address of a route, to complete "‘…’ "; empty if nothing is. */
    static Optional<String> wrongRoute(String address) {
        Optional<String> wrong = wrongText(address);
        if (wrong.isPresent()) {
            return wrong;
        }
        int host = afterScheme(address);
        if (host < 0) {
            return Optional.of("does not start with http:// or https://");
        }
        if (address.contains("?") || address.contains("#")) {
            return Optional.of("has a query or a fragment, which no route can have");
        }
        int slash = address.indexOf('/', host);
        String authority = slash < 0 ? address.substring(host) : address.substring(host, slash);
        if (authority.contains(":") && !authority.contains("@") && !authority.startsWith("[")) {
            return Optional.of("has a port, and the router has one port for all");
        }
        String path = slash < 0 ? "/" : address.substring(slash);
        return wrongHost(authority)
                .or(() -> BAD_SEGMENT.matcher(path).find()
                        ? Optional.of("has a path with ‘//’, ‘/./’ or ‘/../’, which no request has")
                        : Optional.empty());
    }

    /**
     * What is wrong with where a redirect leads; empty if nothing is.
     *
     * @param groups whether {@code $1}, or {@code \\1}, may stand in its path
     */
    static Optional<String> wrongDestination(String written, boolean groups) {
        // The older way to name a group.
        String address = groups ? OLDER_GROUP.matcher(written).replaceAll("\\$$1") : written;
        Optional<String> wrong = wrongText(address);
        if (wrong.isPresent()) {
            return wrong;
        }
        if (address.startsWith("/")) {
            return address.startsWith("//")
                    ? Optional.of("starts with ‘//’, which leads to another host")
                    : Optional.empty();
        }
        int host = afterScheme(address);
        if (host < 0) {
            return Optional.of("starts neither with http:// or https:// nor with ‘/’");
        }
        int end = host;
        while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        String authority = address.substring(host, end);
        if (groups && authority.contains("$")) {
            return Optional.of("lets the request choose the host");
        }
        int colon = authority.indexOf(':');
        if (colon >= 0 && !authority.contains("@")) {
            String port = authority.substring(colon + 1);
            if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65_535) {
                return Optional.of("has no port from 1 to 65535 after the colon");
            }
            authority = authority.substring(0, colon);
        }
        return wrongHost(authority);
    }

    private static Optional<String> wrongText(String address) {
        if (address.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (address.chars().anyMatch(c -> c <= ' ' || c == 127 || c >= 0x80 && c < 0xA0 || Character.isWhitespace(c))) {
            return Optional.of("has a space or a control character");
        }
        if (address.chars().anyMatch(c -> "\\\"<>^`|".indexOf(c) >= 0)) {
            return Optional.of(
                    "has one of the characters \\ \" < > ^ ` |, which an address must write as %5C and so on");
        }
        return BAD_ESCAPE.matcher(address).find()
                ? Optional.of("has a ‘%’ without two hexadecimal digits behind it")
                : Optional.empty();
    }

    private static Optional<String> wrongHost(String authority) {
        if (authority.contains("@")) {
            return Optional.of("has a user before the host, and an address is no place for credentials");
        }
        if (authority.chars().anyMatch(letter -> letter > 0x7f)) {
            return Optional.of("has a host with letters that host names do not have; write the form that requests"
                    + " name it by, which begins with xn--");
        }
        String plain = authority.endsWith(".") ? authority.substring(0, authority.length() - 1) : authority;
        return plain.length() > 253 || !HOST.matcher(plain).matches()
                ? Optional.of("has no host name, {default} or {all} after the scheme")
                : Optional.empty();
    }

    private static int afterScheme(String address) {
        return address.startsWith("https://") ? 8 : address.startsWith("http://") ? 7 : -1;
    }
}
