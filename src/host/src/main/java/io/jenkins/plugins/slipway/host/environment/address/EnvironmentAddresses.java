package io.jenkins.plugins.slipway.host.environment.address;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.name.HostName;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The addresses of an environment, from its name, its domains and the routes of the configuration. */
public final class EnvironmentAddresses {
    private static final Function<String, Destination> NOWHERE = application -> new Destination.Upstream(0);

    private EnvironmentAddresses() {}

    public static Set<String> of(ReleaseSpec spec) {
        return routes(spec, NOWHERE).routes().stream()
                .map(Routes.Route::host)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The main address. */
    public static String url(ReleaseSpec spec, int routerPort) {
        return MainAddress.url(spec.project(), spec.environment().name(), routerPort);
    }

    /** Every address that leads to an application, main one first. */
    public static List<String> urls(ReleaseSpec spec, int routerPort) {
        Set<String> result = new LinkedHashSet<>();
        result.add(url(spec, routerPort));
        for (Routes.Route route : routes(spec, NOWHERE).routes()) {
            if (route.destination() instanceof Destination.Upstream) {
                result.add("http://" + route.host() + ":" + routerPort + route.pathPrefix());
            }
        }
        return List.copyOf(result);
    }

    /**
     * @param destination where the requests of an application go
     */
    public static Routes routes(ReleaseSpec spec, Function<String, Destination> destination) {
        List<String> defaults = new ArrayList<>();
        defaults.add(MainAddress.host(spec.project(), spec.environment().name()));
        spec.environment().domains().forEach(domain -> defaults.add(HostName.canonical(domain)));
        List<Routes.Route> result = new ArrayList<>();
        // An upstream wins over a redirect of the same host: on one machine http and https are the same address.
        spec.config().routes().values().stream()
                .sorted(Comparator.comparing(route -> route.application() == null))
                .forEach(route -> add(result, route, spec, defaults, destination));
        for (String host : defaults) {
            if (result.stream().noneMatch(route -> route.host().equals(host))) {
                main(spec).ifPresent(name -> result.add(new Routes.Route(host, "/", destination.apply(name))));
            }
        }
        return new Routes(result);
    }

    /** The application that answers where no route says anything: the first that serves the web. */
    private static Optional<String> main(ReleaseSpec spec) {
        return spec.applications().stream()
                .map(artifact -> spec.config().applications().get(artifact.application()))
                .filter(application -> application != null && application.web() != null)
                .map(ApplicationConfig::name)
                .findFirst();
    }

    private static void add(
            List<Routes.Route> result,
            RouteConfig route,
            ReleaseSpec spec,
            List<String> defaults,
            Function<String, Destination> destinations) {
        String address = withoutScheme(route.url());
        int slash = address.indexOf('/');
        String host = slash < 0 ? address : address.substring(0, slash);
        String path = slash < 0 ? "/" : address.substring(slash);
        String prefix = Locations.folder(path);
        // {default} is the environment's own name and its first domain, {all} every domain.
        List<String> mains = host.contains("{default}") ? defaults.subList(0, Math.min(2, defaults.size())) : defaults;
        boolean plainToo = spec.config().routes().values().stream()
                .anyMatch(other -> other.application() != null
                        && other.url().startsWith("http://")
                        && withoutScheme(other.url()).equals(address));
        for (String main : mains) {
            UnaryOperator<String> filled =
                    text -> text.replace("{default}", main).replace("{all}", main);
            String name = HostName.canonical(filled.apply(host));
            Destination destination;
            if (route.type().equals("redirect") && route.to() != null) {
                // One that leads nowhere was refused where configuration is read, if that was so then.
                if (!RoutePolicies.leads(filled.apply(route.to()))) {
                    continue;
                }
                int code = route.section().path("code").asInt(301);
                destination = new Destination.Redirect(filled.apply(route.to()), code, true);
            } else if (route.application() != null) {
                destination = destinations.apply(route.application());
            } else {
                continue;
            }
            Routes.Route one = new Routes.Route(name, prefix, destination, RoutePolicies.of(route, filled, plainToo));
            if (result.stream()
                    .noneMatch(other ->
                            other.host().equals(name) && other.pathPrefix().equals(prefix))) {
                result.add(one);
            }
        }
    }

    private static String withoutScheme(String url) {
        return url.replaceFirst("^https?://", "");
    }
}
