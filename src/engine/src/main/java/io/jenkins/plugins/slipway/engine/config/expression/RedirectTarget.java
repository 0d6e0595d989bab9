package io.jenkins.plugins.slipway.engine.config.expression;

import org.jspecify.annotations.Nullable;

/**
 * Where a redirect leads. What a request says can become a part of the path or of what follows it, never of the scheme or the host.
 *
 * @param origin scheme and host, such as {@code https://example.com}; empty for those of the request
 * @param path a path with places for groups
 * @param rest query and fragment, with their signs; or empty
 */
public record RedirectTarget(String origin, String path, String rest) {
    /**
     * Reads {@code to} of a route or redirect.
     *
     * @throws IllegalArgumentException if it is neither a path nor an address of the web; the message ends a sentence
     */
    public static RedirectTarget of(String to) {
        int start = 0;
        if (to.regionMatches(true, 0, "http://", 0, 7) || to.regionMatches(true, 0, "https://", 0, 8)) {
            int host = to.indexOf("://") + 3;
            start = first(to, host, "/?#$\\");
            boolean stray = start < to.length()
                    && to.charAt(start) == '\\'
                    && !to.substring(start).matches("(?s)\\\\[0-9].*");
            if (stray
                    || !to.substring(host, start)
                            .matches("[A-Za-z0-9._{}-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?")) {
                throw new IllegalArgumentException("has no host, or none that is fixed");
            }
        } else if (!to.startsWith("/") && !to.startsWith("$") && !to.matches("(?s)\\\\[0-9].*")) {
            throw new IllegalArgumentException("is neither a path nor begins with https:// or http://");
        } else if (to.startsWith("//") || to.startsWith("/\\")) {
            throw new IllegalArgumentException("begins with two slashes, which is an address without its scheme");
        }
        for (int i = 0; i < to.length(); i++) {
            if (Character.isISOControl(to.charAt(i))) {
                throw new IllegalArgumentException("has a control character");
            }
        }
        int end = first(to, start, "?#");
        return new RedirectTarget(to.substring(0, start), to.substring(start, end), to.substring(end));
    }

    /**
     * Complains about places for groups that the expression does not have.
     *
     * @throws IllegalArgumentException as {@link #of} does
     */
    public void check(Expression expression) {
        new Template(path).check(expression);
        new Template(rest).check(expression);
    }

    /**
     * The address as it is.
     *
     * @param query of the request, with its question mark; or empty
     */
    public String plain(String query) {
        return address(path, rest, query);
    }

    /**
     * The address with what a request's path is longer by.
     *
     * @param below decoded
     */
    public String below(String below, String query) {
        if (below.isEmpty()) {
            return plain(query);
        }
        boolean slashes = path.endsWith("/") && below.startsWith("/");
        boolean none = !path.endsWith("/") && !below.startsWith("/");
        String encoded = UrlPath.encoded(slashes ? below.substring(1) : below);
        return address(path + (none ? "/" : "") + encoded, rest, query);
    }

    /** The address with what the groups of an expression found. */
    public String filled(Expression.Found found, String query) {
        return address(
                new Template(path).filled(found, UrlPath::encoded),
                new Template(rest).filled(found, Template::inQuery),
                query);
    }

    private String address(String fullPath, String fullRest, String query) {
        int begin = 0;
        while (begin < fullPath.length() && (fullPath.charAt(begin) == '/' || fullPath.charAt(begin) == '\\')) {
            begin++;
        }
        // One slash: two would begin a host.
        String full = "/" + fullPath.substring(begin);
        if (query.isEmpty() || fullRest.indexOf('?') >= 0) {
            return visible(origin + full + fullRest);
        }
        return visible(origin + full + query + fullRest);
    }

    /** As a header can have it. */
    private static String visible(String address) {
        @Nullable StringBuilder result = null;
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                result = result == null ? new StringBuilder(address.substring(0, i)) : result;
                int end = Character.isHighSurrogate(c) && i + 1 < address.length() ? i + 2 : i + 1;
                UrlPath.encode(address.substring(i, end), result);
                i = end - 1;
            } else if (result != null) {
                result.append(c);
            }
        }
        return result == null ? address : result.toString();
    }

    private static int first(String text, int from, String ends) {
        int end = from;
        while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
