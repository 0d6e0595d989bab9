package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.engine.config.UrlPath;
import java.util.Comparator;
import java.util.List;
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

        boolean matches(String otherHost, String path) {
            return host.equals(otherHost)
                    && (path.startsWith(pathPrefix)
                            || (path.length() + 1 == pathPrefix.length() && pathPrefix.startsWith(path)));
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
    Route findParted(String host, UrlPath path) {
        return find(host, path.parted());
    }

    @Nullable
    Route find(String host, String path) {
        for (Route route : routes) {
            if (route.matches(host, path)) {
                return route;
            }
        }
        return null;
    }
}
