package io.jenkins.plugins.slipway.host.environment.address;

import io.jenkins.plugins.slipway.engine.config.RouteConfig;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.RedirectTarget;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.RoutePolicy.Caching;
import io.jenkins.plugins.slipway.host.router.RoutePolicy.PathRedirect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a route says beside its destination, with Upsun's meaning. */
final class RoutePolicies {
    private static final int FOUND = 302;
    private static final long YEAR_SECONDS = 31_536_000;

    private RoutePolicies() {}

    /**
     * @param filled puts an environment's host in place of {@code {default}} and {@code {all}}
     * @param plainToo whether the same address is a route without encryption, too
     */
    static RoutePolicy of(RouteConfig route, UnaryOperator<String> filled, boolean plainToo) {
        JsonNode section = route.section();
        return new RoutePolicy(
                route.url().startsWith("https://") && !plainToo,
                redirects(section.path("redirects"), filled),
                caching(section.path("cache")),
                strictTransport(section.path("tls").path("strict_transport_security")),
                section.path("sticky").asBoolean(false));
    }

    private static List<PathRedirect> redirects(JsonNode section, UnaryOperator<String> filled) {
        long expires = expires(section, 0);
        List<PathRedirect> result = new ArrayList<>();
        section.path("paths").properties().forEach(entry -> {
            JsonNode one = entry.getValue();
            boolean regexp = one.path("regexp").asBoolean(false);
            boolean prefix = !regexp && one.path("prefix").asBoolean(true);
            String to = filled.apply(one.path("to").asString(""));
            Expression expression = regexp ? expression(entry.getKey()) : null;
            // What cannot be was refused where configuration is read, if that was so when the release was built.
            if (leads(to) && (expression != null || !regexp)) {
                result.add(new PathRedirect(
                        regexp ? "" : Locations.path(entry.getKey()),
                        expression,
                        to,
                        prefix,
                        prefix && one.path("append_suffix").asBoolean(true),
                        one.path("code").asInt(FOUND),
                        expires(one, expires)));
            }
        });
        // The longest path is meant most exactly; expressions are looked at last, in their order.
        result.sort(Comparator.comparingInt((PathRedirect redirect) ->
                redirect.expression() != null ? 1 : -redirect.path().length()));
        return result;
    }

    /** Whether a redirect leads anywhere. */
    static boolean leads(String to) {
        try {
            RedirectTarget.of(to);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Expression expression(String text) {
        try {
            return Expression.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Zero is a wish too: not to keep it. */
    private static long expires(JsonNode section, long otherwise) {
        if (!section.has("expires")) {
            return otherwise;
        }
        long seconds = Locations.seconds(section.path("expires").asString(""));
        return seconds == 0 ? -1 : seconds;
    }

    private static @Nullable Caching caching(JsonNode section) {
        long seconds = section.path("default_ttl").asLong(0);
        if (!section.path("enabled").asBoolean(false) || seconds <= 0) {
            return null;
        }
        List<String> vary = new ArrayList<>();
        if (section.has("headers")) {
            section.path("headers").forEach(name -> vary.add(name.asString("")));
        } else {
            vary.addAll(List.of("Accept", "Accept-Language"));
        }
        if (!section.has("cookies") || !section.path("cookies").isEmpty()) {
            vary.add("Cookie");
        }
        return new Caching(seconds, vary);
    }

    private static @Nullable String strictTransport(JsonNode section) {
        if (!section.path("enabled").asBoolean(false)) {
            return null;
        }
        return "max-age=" + YEAR_SECONDS
                + (section.path("include_subdomains").asBoolean(false) ? "; includeSubDomains" : "")
                + (section.path("preload").asBoolean(false) ? "; preload" : "");
    }
}
