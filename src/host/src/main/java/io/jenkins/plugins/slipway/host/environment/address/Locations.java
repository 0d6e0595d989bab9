package io.jenkins.plugins.slipway.host.environment.address;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.Durations;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.Location.Fallback;
import io.jenkins.plugins.slipway.host.router.files.Location.Policy;
import io.jenkins.plugins.slipway.host.router.files.Location.Rule;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code web.locations} of an application, with Upsun's meaning. */
public final class Locations {
    private static final Pattern SCRIPT = Pattern.compile("\\.php($|[?/])");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kKmMgG]?)[bB]?");
    private static final Policy OPEN = new Policy(true, 0, Map.of());

    private Locations() {}

    /** Where an application's requests go: to its process, or to its files first where it has some. */
    public static Destination destination(Layout layout, Installation installation, ApplicationConfig application) {
        List<Routes.Backend> backends = installation.backends(layout, application.name());
        Destination.Upstream upstream = backends.isEmpty() ? null : new Destination.Upstream(backends);
        List<Location> locations = of(application);
        boolean looked = locations.stream()
                .anyMatch(location -> location.root() != null
                        || !(location.fallback() instanceof Fallback.Application)
                        || !location.rules().isEmpty()
                        || location.mostBytes() != Long.MAX_VALUE);
        if (!looked && upstream != null) {
            return upstream;
        }
        int deployment = installation.spec().token();
        return new Destination.WithFiles(
                new StaticFiles(
                        layout.release(deployment, application.name()),
                        layout.mounts(deployment, application.name(), application),
                        locations,
                        installation.digest(application.name())),
                upstream);
    }

    static List<Location> of(ApplicationConfig application) {
        List<Location> result = new ArrayList<>();
        if (application.web() != null) {
            application.web().locations().forEach((path, section) -> result.add(location(path, section)));
        }
        result.sort(
                Comparator.comparingInt((Location location) -> location.prefix().length())
                        .reversed());
        return result;
    }

    private static Location location(String path, JsonNode section) {
        String prefix = folder(path);
        String root = section.path("root").asString("");
        List<String> index = new ArrayList<>();
        section.path("index").forEach(name -> index.add(name.asString("")));
        Policy policy = policy(section, OPEN);
        List<Rule> rules = new ArrayList<>();
        section.path("rules").properties().forEach(rule -> {
            JsonNode own = rule.getValue();
            boolean closed = !own.path("allow").asBoolean(true);
            Policy differing = policy(own, policy);
            Expression expression = expression(rule.getKey(), differing);
            if (expression != null) {
                rules.add(new Rule(
                        expression, differing, own.has("passthru") ? fallback(own.path("passthru")) : null, closed));
            }
        });
        return new Location(
                prefix,
                section.has("root") ? Path.of(root.replaceFirst("^/+", "")).normalize() : null,
                index,
                section.has("passthru") || section.has("root")
                        ? fallback(section.path("passthru"))
                        : new Fallback.Application(),
                policy,
                rules,
                section.path("scripts").asBoolean(true),
                bytes(section.path("request_buffering").path("max_request_size").asString("")));
    }

    private static Policy policy(JsonNode section, Policy parent) {
        Map<String, String> headers = new LinkedHashMap<>(parent.headers());
        section.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString("")));
        return new Policy(
                section.path("allow").asBoolean(parent.allow()),
                section.has("expires") ? seconds(section.path("expires").asString("")) : parent.expiresSeconds(),
                headers);
    }

    private static Fallback fallback(@Nullable JsonNode passthru) {
        if (passthru != null
                && passthru.isString()
                && SCRIPT.matcher(passthru.stringValue()).find()) {
            // The script that gets all other requests: it looks at the path that was asked for.
            return new Fallback.Application();
        }
        if (passthru != null && passthru.isString()) {
            return new Fallback.At(passthru.stringValue());
        }
        return passthru != null && passthru.asBoolean(false) ? new Fallback.Application() : new Fallback.None();
    }

    /**
     * The expression of a rule. One that cannot be searched for is refused where configuration is read; a release that was built before
     * that was so may still have one. If it gives out less, it closes everything; if it gives out more, it opens nothing.
     */
    private static @Nullable Expression expression(String text, Policy policy) {
        try {
            return Expression.of(text);
        } catch (IllegalArgumentException e) {
            return policy.allow() ? null : Expression.of("");
        }
    }

    /** A path of the configuration as the router compares it, with slashes around it. */
    static String folder(String path) {
        String text = path(path);
        return text.endsWith("/") ? text : text + "/";
    }

    /** A path of the configuration as the router compares it. What no request can have is compared with none. */
    static String path(String path) {
        try {
            return UrlPath.configured(path).text();
        } catch (UrlPath.MalformedException e) {
            return path.startsWith("/") ? path : "/" + path;
        }
    }

    /** Such as {@code 250m}; no bound where nothing is said. */
    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Long.MAX_VALUE;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
        };
    }

    static long seconds(String text) {
        return Durations.readExpires(text).map(Duration::toSeconds).orElse(0L);
    }
}
