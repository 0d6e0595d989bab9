package io.jenkins.plugins.slipway.host.router;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a route asks of the router beside its destination.
 *
 * @param https whether its address is an encrypted one: a plain request is sent there if the router has a certificate for the host
 * @param redirects by path, looked at in this order
 * @param caching what clients are told to keep, or null for what the application says
 * @param strictTransport value of the header that keeps browsers to encryption, or null
 * @param sticky whether requests of one client go to one process of the application
 */
public record RoutePolicy(
        boolean https,
        List<PathRedirect> redirects,
        @Nullable Caching caching,
        @Nullable String strictTransport,
        boolean sticky) {
    public static final RoutePolicy PLAIN = new RoutePolicy(false, List.of(), null, null, false);

    public RoutePolicy {
        redirects = List.copyOf(redirects);
    }

    /**
     * Where one path of a route leads.
     *
     * @param path a path, or a regular expression that is found in it
     * @param to an address or a path; of a regular expression with {@code $1} and the like
     * @param prefix whether longer paths match too
     * @param append whether what a path is longer by is appended
     * @param expiresSeconds how long clients may keep it, 0 for not saying, -1 for not at all
     */
    public record PathRedirect(
            String path, boolean regexp, String to, boolean prefix, boolean append, int status, long expiresSeconds) {

        /**
         * Where a request goes, or null if it is not meant.
         *
         * @param path without the query
         */
        @Nullable
        String target(String path) {
            if (regexp) {
                try {
                    Matcher matcher = Pattern.compile(this.path).matcher(path);
                    return matcher.find() ? filled(matcher) : null;
                } catch (PatternSyntaxException e) {
                    return null;
                }
            }
            if (path.equals(this.path)) {
                return to;
            }
            if (!prefix || !path.startsWith(this.path)) {
                return null;
            }
            boolean below = this.path.endsWith("/") || path.charAt(this.path.length()) == '/';
            return below ? (append ? joined(path.substring(this.path.length())) : to) : null;
        }

        private String joined(String suffix) {
            return to.endsWith("/") && suffix.startsWith("/") ? to + suffix.substring(1) : to + suffix;
        }

        /** The address with the groups that were found in place of {@code $1} to {@code $9}. */
        private String filled(Matcher matcher) {
            StringBuilder result = new StringBuilder();
            for (int i = 0; i < to.length(); i++) {
                char c = to.charAt(i);
                char next = i + 1 < to.length() ? to.charAt(i + 1) : ' ';
                if (c == '$' && next >= '0' && next <= '9') {
                    int group = next - '0';
                    String found = group <= matcher.groupCount() ? matcher.group(group) : null;
                    result.append(found == null ? "" : found);
                    i++;
                } else {
                    result.append(c);
                }
            }
            return result.toString();
        }
    }

    /**
     * What answers that say nothing about it may be kept.
     *
     * @param seconds how long
     * @param vary request headers that make a difference
     */
    public record Caching(long seconds, List<String> vary) {
        public Caching {
            vary = List.copyOf(vary);
        }
    }
}
