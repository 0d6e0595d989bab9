package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.RedirectTarget;
import java.util.List;
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
     * @param path in its normal form, decoded; of no meaning beside an expression
     * @param expression that is found in a path instead; or null
     * @param to an address or a path; beside an expression with {@code $1} and the like
     * @param prefix whether longer paths match too
     * @param append whether what a path is longer by is appended
     * @param expiresSeconds how long clients may keep it, 0 for not saying, -1 for not at all
     */
    public record PathRedirect(
            String path,
            @Nullable Expression expression,
            String to,
            boolean prefix,
            boolean append,
            int status,
            long expiresSeconds) {

        /**
         * Where a request goes, or null if it is not meant.
         *
         * @param asked path in its normal form, decoded
         * @param query of the request with its question mark, or empty
         */
        @Nullable
        public String target(String asked, String query) {
            if (expression != null) {
                Expression.Found found = expression.find(asked);
                return found == null ? null : RedirectTarget.of(to).filled(found, query);
            }
            if (!meets(asked)) {
                return null;
            }
            return append && asked.length() > path.length()
                    ? RedirectTarget.of(to).below(asked.substring(path.length()), query)
                    : RedirectTarget.of(to).plain(query);
        }

        /** Whether requests for a path are meant. */
        public boolean meets(String asked) {
            if (expression != null) {
                return expression.foundIn(asked);
            }
            return asked.equals(path)
                    || prefix && asked.startsWith(path) && (path.endsWith("/") || asked.charAt(path.length()) == '/');
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
