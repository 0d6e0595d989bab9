package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of an environment go: the longest path prefix of the request's host wins.
 *
 * @param routes sorted by that rule
 */
public record Routes(List<Route> routes) {
    public Routes {
        routes = routes.stream()
                .sorted(Comparator.comparingInt(
                                (Route route) -> route.pathPrefix().length())
                        .reversed())
                .toList();
    }

    /**
     * @param host host name in lower case without port
     * @param pathPrefix starts and ends with a slash
     */
    public record Route(String host, String pathPrefix, Destination destination, RoutePolicy policy) {
        public Route(String host, String pathPrefix, Destination destination) {
            this(host, pathPrefix, destination, RoutePolicy.PLAIN);
        }

        /** All expressions that one of its requests can be tried with. */
        Stream<Expression> expressions() {
            Stream<Expression> redirects =
                    policy.redirects().stream().flatMap(one -> Stream.ofNullable(one.expression()));
            return destination instanceof Destination.WithFiles files
                    ? Stream.concat(
                            redirects,
                            files.files().locations().stream()
                                    .flatMap(location -> location.rules().stream())
                                    .map(Location.Rule::pattern))
                    : redirects;
        }

        /** Whether the path of a request can be judged in bounded time. */
        public boolean judges(String path) {
            return path.length() <= SearchBudget.LONGEST_PATH
                    || expressions().findAny().isEmpty();
        }

        boolean matches(String otherHost, String path) {
            return host.equals(otherHost)
                    && (path.startsWith(pathPrefix)
                            || (path.length() + 1 == pathPrefix.length() && pathPrefix.startsWith(path)));
        }
    }

    /**
     * Makes sure that no request takes the router long. Configuration with too many expressions is refused where it is read; a release
     * that was built before that was so may have them.
     *
     * @throws RefusedException if there is a route with too many
     */
    public void requireBounded() {
        for (Route route : routes) {
            long steps = SearchBudget.steps(route.expressions().toList());
            if (steps > SearchBudget.MOST_STEPS) {
                throw new RefusedException("the expressions that requests to " + route.host() + route.pathPrefix()
                        + " are tried with have " + steps + " steps together, and the most is "
                        + SearchBudget.MOST_STEPS
                        + ": " + SearchBudget.ADVICE + ", and build the release again");
            }
        }
    }

    /** What becomes of a request. */
    public sealed interface Destination {
        /**
         * An application.
         *
         * @param backends its processes, each as good as the others; not empty
         */
        record Upstream(List<Backend> backends) implements Destination {
            public Upstream {
                backends = List.copyOf(backends);
            }

            /** One process on the loopback address. */
            public Upstream(int port) {
                this(List.of(new Backend(port, null)));
            }
        }

        /** Files of a release; what is no file goes to the application, if it listens. */
        record WithFiles(StaticFiles files, @Nullable Upstream application) implements Destination {}

        /** Another address; the rest of the path is appended if {@code append}. */
        record Redirect(String to, int status, boolean append) implements Destination {}
    }

    /**
     * Where a process of an application listens.
     *
     * @param port on the loopback address; 0 for a process that listens at a socket
     * @param socket path of a unix socket, or null
     */
    public record Backend(int port, @Nullable String socket) {}

    /** The route of a path in which an encoded slash is not one that parts. */
    @Nullable
    public Route findParted(String host, UrlPath path) {
        return find(host, path.parted());
    }

    @Nullable
    public Route find(String host, String path) {
        for (Route route : routes) {
            if (route.matches(host, path)) {
                return route;
            }
        }
        return null;
    }
}
