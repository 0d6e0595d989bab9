package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks routes beyond their form: addresses that the router can answer for, destinations that are one, a type that fits. */
final class RouteChecks {
    private static final JsonPointer ROUTES = JsonPointer.empty().appendProperty("routes");

    private final MergedTree assembly;
    private final Problems problems;

    RouteChecks(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
    }

    void check() {
        Map<String, String> known = new TreeMap<>();
        for (Map.Entry<String, JsonNode> route : assembly.tree().path("routes").properties()) {
            same(route.getKey(), known);
            JsonPointer at = ROUTES.appendProperty(route.getKey());
            JsonNode section = route.getValue();
            Addresses.wrongRoute(route.getKey())
                    .ifPresent(wrong -> problems.error(() -> new Problems.Words(
                            assembly.key(at),
                            "address",
                            Values.quoted(route.getKey()) + " " + wrong,
                            "write an address such as https://{default}/ or https://www.example.com/shop/")));
            destination(section.path("to"), at.appendProperty("to"), false);
            type(section, at);
            for (Map.Entry<String, JsonNode> path :
                    section.path("redirects").path("paths").properties()) {
                JsonPointer there = at.appendProperty("redirects")
                        .appendProperty("paths")
                        .appendProperty(path.getKey())
                        .appendProperty("to");
                boolean groups = path.getValue().path("regexp").asBoolean(false);
                destination(path.getValue().path("to"), there, groups);
            }
        }
        severalApplications();
    }

    /** An address without a slash at its end, or with a host in capitals, is the one with it. */
    private void same(String address, Map<String, String> known) {
        int path = address.indexOf('/', address.indexOf("://") + 3);
        String host = path < 0 ? address : address.substring(0, path);
        String rest = path < 0 ? "" : address.substring(path);
        String plain = host.toLowerCase(Locale.ROOT) + (rest.endsWith("/") ? rest : rest + "/");
        String before = known.putIfAbsent(plain, address);
        if (before != null) {
            problems.error(() -> new Problems.Words(
                    assembly.key(ROUTES.appendProperty(address)),
                    "address",
                    Values.quoted(address) + " is the same address as " + Values.quoted(before),
                    "keep one of the two"));
        }
    }

    private void destination(JsonNode to, JsonPointer at, boolean groups) {
        if (to.isString()) {
            Addresses.wrongDestination(to.asString(), groups)
                    .ifPresent(wrong -> problems.error(() -> new Problems.Words(
                            assembly.value(at),
                            "address",
                            Values.quoted(to.asString()) + " " + wrong,
                            "lead to an address such as https://{default}/, or to a path that starts with one ‘/’")));
        }
    }

    private void type(JsonNode section, JsonPointer at) {
        String type = section.path("type").asString("");
        String missing = type.equals("redirect") && section.has("upstream") && !section.has("to")
                ? "to"
                : type.equals("upstream") && section.has("to") && !section.has("upstream") ? "upstream" : "";
        if (!missing.isEmpty()) {
            problems.error(() -> new Problems.Words(
                    assembly.value(at.appendProperty("type")),
                    "not-allowed-here",
                    "a route of type ‘" + type + "’ has no ‘" + missing + "’",
                    "write ‘" + missing + ": …’, or change the type"));
        }
    }

    private void severalApplications() {
        JsonNode applications = assembly.tree().path("applications");
        Set<String> served = new java.util.LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> application : applications.properties()) {
            if (application.getValue().path("web").isObject()) {
                served.add(application.getKey());
            }
        }
        if (served.size() > 1 && assembly.tree().path("routes").isEmpty()) {
            problems.warning(() -> new Problems.Words(
                    assembly.key(JsonPointer.empty().appendProperty("applications")),
                    "no-route",
                    served.size() + " applications serve the web and no route leads to them: every request goes to "
                            + Values.quoted(served.iterator().next()),
                    "add routes, such as ‘routes: { \"https://{default}/\": { type: upstream, upstream: \""
                            + served.iterator().next() + ":http\" } }’"));
        }
    }
}
