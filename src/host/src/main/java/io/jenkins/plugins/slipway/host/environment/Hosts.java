package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of an environment, from its name, its domains and the routes of the configuration. */
final class Hosts {
    private Hosts() {}

    /** The name at which an environment always answers. */
    static String own(String project, String environment) {
        return (environment + "." + project + ".localhost").toLowerCase(Locale.ROOT);
    }

    static Set<String> of(ReleaseSpec spec) {
        return routes(spec, Map.of(), 0).routes().stream()
                .map(Routes.Route::host)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The main address. */
    static String url(ReleaseSpec spec, int routerPort) {
        return "http://" + own(spec.project(), spec.environment().name()) + ":" + routerPort + "/";
    }

    /** Every address that leads to an application, main one first. */
    static List<String> urls(ReleaseSpec spec, int routerPort) {
        Set<String> result = new LinkedHashSet<>();
        result.add(url(spec, routerPort));
        for (Routes.Route route : routes(spec, Map.of(), routerPort).routes()) {
            if (route.destination() instanceof Routes.Destination.Upstream) {
                result.add("http://" + route.host() + ":" + routerPort + route.pathPrefix());
            }
        }
        return List.copyOf(result);
    }

    /**
     * @param ports where the applications listen; port 0, where nobody answers, for one that does not
     */
    static Routes routes(ReleaseSpec spec, Map<String, Integer> ports, int routerPort) {
        List<String> defaults = new ArrayList<>();
        defaults.add(own(spec.project(), spec.environment().name()));
        spec.environment().domains().forEach(domain -> defaults.add(domain.toLowerCase(Locale.ROOT)));
        List<Routes.Route> result = new ArrayList<>();
        // An upstream wins over a redirect of the same host: on one machine http and https are the same address.
        spec.config().routes().values().stream()
                .sorted(Comparator.comparing(route -> route.application() == null))
                .forEach(route -> add(result, route, defaults, ports, routerPort));
        if (result.isEmpty()) {
            spec.applications().stream()
                    .map(artifact -> spec.config().applications().get(artifact.application()))
                    .filter(application -> application != null && application.web() != null)
                    .map(ApplicationConfig::name)
                    .findFirst()
                    .ifPresent(main -> defaults.forEach(host -> result.add(new Routes.Route(
                            host, "/", new Routes.Destination.Upstream(ports.getOrDefault(main, 0))))));
        }
        return new Routes(result);
    }

    private static void add(
            List<Routes.Route> result,
            RouteConfig route,
            List<String> defaults,
            Map<String, Integer> ports,
            int routerPort) {
        String address = route.url().replaceFirst("^https?://", "");
        int slash = address.indexOf('/');
        String host = slash < 0 ? address : address.substring(0, slash);
        String path = slash < 0 ? "/" : address.substring(slash);
        String prefix = path.endsWith("/") ? path : path + "/";
        for (String main : defaults) {
            String name = host.replace("{default}", main).replace("{all}", main).toLowerCase(Locale.ROOT);
            Routes.Destination destination;
            if (route.type().equals("redirect") && route.to() != null) {
                destination = new Routes.Destination.Redirect(target(route.to(), main, routerPort), 301, true);
            } else if (route.application() != null) {
                destination = new Routes.Destination.Upstream(ports.getOrDefault(route.application(), 0));
            } else {
                continue;
            }
            Routes.Route one = new Routes.Route(name, prefix, destination);
            if (result.stream()
                    .noneMatch(other ->
                            other.host().equals(name) && other.pathPrefix().equals(prefix))) {
                result.add(one);
            }
        }
    }

    private static String target(String to, String main, int routerPort) {
        return to.contains("{default}") || to.contains("{all}")
                ? to.replaceFirst("^https?://", "http://")
                        .replace("{default}", main + ":" + routerPort)
                        .replace("{all}", main + ":" + routerPort)
                : to;
    }
}
