package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.ConfigMapper;
import io.jenkins.plugins.slipway.engine.config.Endpoints;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Checks what a schema cannot see: that names lead somewhere, and that no rule of the lifecycle is broken. Looks only at
 * parts that have the form they should have; the schema reports the others.
 */
final class CrossReferences {
    private static final JsonPointer ROOT = JsonPointer.empty();
    private static final int LONGEST_CIRCLE = 10;

    private final MergedTree assembly;
    private final Problems problems;
    private final JsonNode tree;
    private final Set<String> applications;
    private final Set<String> services;
    private final Set<String> environments;
    private final Map<String, Long> steps = new HashMap<>();

    CrossReferences(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
        this.tree = assembly.tree();
        this.applications = names("applications");
        this.services = names("services");
        this.environments = names("environments");
    }

    void check() {
        new TypeChecks(assembly, problems).check();
        applications();
        new RouteChecks(assembly, problems).check();
        routes();
        environments();
        new TargetChecks(assembly, problems).check();
        gates();
        listed("order");
        named("data", applications, "application");
        named("health", applications, "application");
        named("objects", applications, "application");
    }

    private void applications() {
        for (var application : tree.path("applications").properties()) {
            JsonPointer at = ROOT.appendProperty("applications").appendProperty(application.getKey());
            JsonNode section = application.getValue();
            new ApplicationChecks(assembly, problems).check(section, at);
            users(section, at);
            users(section.path("web"), at.appendProperty("web"));
            for (var worker : section.path("workers").properties()) {
                users(worker.getValue(), at.appendProperty("workers").appendProperty(worker.getKey()));
            }
        }
        for (var service : tree.path("services").properties()) {
            users(service.getValue(), ROOT.appendProperty("services").appendProperty(service.getKey()));
        }
    }

    /** Relationships and mounts of an application, a worker or a service. */
    private void users(JsonNode section, JsonPointer at) {
        for (var relationship : section.path("relationships").properties()) {
            JsonNode value = relationship.getValue();
            if (value.isString() || value.isObject() || value.isNull()) {
                String target = Endpoints.service(relationship.getKey(), value);
                JsonPointer there = at.appendProperty("relationships").appendProperty(relationship.getKey());
                if (!services.contains(target) && !applications.contains(target)) {
                    dangling(there, "the service or application", target, () -> union(services, applications));
                } else {
                    endpoint(value, target, there);
                }
            }
        }
        for (var mount : section.path("mounts").properties()) {
            JsonNode value = mount.getValue();
            if (value.path("source").asString("").equals("service")
                    && value.path("service").isString()) {
                String target = value.path("service").asString();
                if (!services.contains(target)) {
                    JsonPointer there = at.appendProperty("mounts").appendProperty(mount.getKey());
                    dangling(there.appendProperty("service"), "the service", target, services);
                }
            }
        }
    }

    private void endpoint(JsonNode written, String target, JsonPointer at) {
        JsonNode service = tree.path("services").path(target);
        String endpoint = Endpoints.of(target, written, tree.path("services")).endpoint();
        Set<String> known = Endpoints.known(service);
        boolean usual =
                written.isNull() || written.isString() && written.asString().indexOf(':') < 0;
        if (!usual && !known.isEmpty() && !known.contains(endpoint)) {
            problems.warning(
                    assembly.value(at),
                    "dangling",
                    Values.quoted(target) + " has no endpoint " + Values.quoted(endpoint),
                    "use one of those it has: " + Values.some(known));
        }
    }

    private void routes() {
        String primary = null;
        for (var route : tree.path("routes").properties()) {
            JsonPointer at = ROOT.appendProperty("routes").appendProperty(route.getKey());
            JsonNode upstream = route.getValue().path("upstream");
            new AddressChecks(assembly, problems).route(route.getKey(), route.getValue(), at, rules(upstream));
            if (upstream.isString()) {
                String target = Endpoints.service("", upstream);
                if (!applications.contains(target) && !services.contains(target)) {
                    dangling(at.appendProperty("upstream"), "the application", target, applications);
                } else if (ConfigMapper.application(target, tree) == null) {
                    problems.warning(
                            assembly.value(at.appendProperty("upstream")),
                            "no-application",
                            "the service " + Values.quoted(target) + " does not lead to an application",
                            "give it a relationship with the application that it stands in front of");
                }
            }
            if (route.getValue().path("primary").asBoolean(false)) {
                if (primary != null) {
                    problems.warning(
                            assembly.key(at.appendProperty("primary")),
                            "two-primaries",
                            "the route " + Values.quoted(primary) + " is the primary one already",
                            "keep ‘primary: true’ at one route");
                }
                primary = route.getKey();
            }
        }
    }

    /** Steps of the expressions that the application behind a route has; 0 if there is none. */
    private long rules(JsonNode upstream) {
        String name = upstream.isString() ? ConfigMapper.application(Endpoints.service("", upstream), tree) : null;
        return name == null
                ? 0
                : steps.computeIfAbsent(
                        name,
                        one -> AddressChecks.rules(
                                tree.path("applications").path(one).path("web")));
    }

    private void environments() {
        var requires = new LinkedHashMap<String, List<String>>();
        var parents = new LinkedHashMap<String, List<String>>();
        for (var environment : tree.path("environments").properties()) {
            JsonPointer at = ROOT.appendProperty("environments").appendProperty(environment.getKey());
            JsonNode section = environment.getValue();
            JsonNode parent = section.path("parent");
            if (parent.isString()) {
                parents.put(environment.getKey(), List.of(parent.asString()));
                if (!environments.contains(parent.asString())) {
                    dangling(at.appendProperty("parent"), "the environment", parent.asString(), environments);
                }
            }
            var required = new ArrayList<String>();
            for (int i = 0; i < section.path("requires").size(); i++) {
                JsonNode name = section.path("requires").path(i);
                if (name.isString()) {
                    required.add(name.asString());
                    if (!environments.contains(name.asString())) {
                        JsonPointer there = at.appendProperty("requires").appendIndex(i);
                        dangling(there, "the environment", name.asString(), environments);
                    }
                }
            }
            requires.put(environment.getKey(), required);
            for (var service : section.path("services").properties()) {
                if (!services.contains(service.getKey())) {
                    JsonPointer there = at.appendProperty("services").appendProperty(service.getKey());
                    dangling(there, "the service", service.getKey(), services);
                }
            }
        }
        instances();
        circles("requires", requires);
        circles("parent", parents);
    }

    /** What environments say of applications. */
    private void instances() {
        for (var environment : tree.path("environments").properties()) {
            for (String key : List.of("instances", "limits")) {
                JsonPointer at = ROOT.appendProperty("environments")
                        .appendProperty(environment.getKey())
                        .appendProperty(key);
                for (String application : environment.getValue().path(key).propertyNames()) {
                    if (!applications.contains(application)) {
                        dangling(at.appendProperty(application), "the application", application, applications);
                    }
                }
            }
        }
    }

    private void circles(String key, Map<String, List<String>> edges) {
        for (List<String> circle : CycleSearch.circles(edges)) {
            JsonPointer at = ROOT.appendProperty("environments")
                    .appendProperty(circle.get(0))
                    .appendProperty(key);
            problems.error(
                    assembly.key(at),
                    "cycle",
                    "‘" + key + "’ forms a cycle: " + round(circle),
                    "remove one of them; no environment could ever be the first");
        }
    }

    private static String round(List<String> circle) {
        return circle.size() <= LONGEST_CIRCLE
                ? String.join(" -> ", circle)
                : String.join(" -> ", circle.subList(0, LONGEST_CIRCLE - 1)) + " -> … -> " + circle.get(0);
    }

    private void gates() {
        for (var gate : tree.path("gates").properties()) {
            String name = gate.getKey();
            JsonPointer at = ROOT.appendProperty("gates").appendProperty(name);
            if (!environments.isEmpty() && !environments.contains(name)) {
                dangling(at, "the environment", name, environments);
            }
            JsonNode declared = tree.path("environments").path(name).path("type");
            boolean production = declared.isString()
                    ? declared.asString().equals("production")
                    : EnvironmentConfig.defaults(name).type() == EnvironmentConfig.Type.PRODUCTION;
            if (production && gate.getValue().has("cleanup")) {
                problems.error(
                        assembly.key(at.appendProperty("cleanup")),
                        "cleanup-on-production",
                        "the environment " + Values.quoted(name)
                                + " is of type production, and its data is never cleaned up",
                        "remove ‘cleanup’ here, or put it at another environment's gate");
            }
            JsonNode rules = gate.getValue().path("rules");
            for (int i = 0; i < rules.size(); i++) {
                JsonNode min = rules.path(i).path("min");
                JsonNode max = rules.path(i).path("max");
                if (min.isNumber() && max.isNumber() && min.doubleValue() > max.doubleValue()) {
                    problems.error(
                            assembly.value(at.appendProperty("rules").appendIndex(i)),
                            "out-of-range",
                            "‘min’ " + min.asString() + " is above ‘max’ " + max.asString() + ", so nothing can pass",
                            "swap them, or correct one");
                }
            }
        }
    }

    private void listed(String section) {
        for (int i = 0; i < tree.path(section).size(); i++) {
            JsonNode name = tree.path(section).path(i);
            if (name.isString() && !applications.contains(name.asString())) {
                dangling(ROOT.appendProperty(section).appendIndex(i), "the application", name.asString(), applications);
            }
        }
    }

    private void named(String section, Set<String> known, String kind) {
        for (String name : tree.path(section).propertyNames()) {
            if (!known.contains(name)) {
                dangling(ROOT.appendProperty(section).appendProperty(name), "the " + kind, name, known);
            }
        }
    }

    private void dangling(JsonPointer at, String kind, String name, Set<String> known) {
        dangling(at, kind, name, () -> known);
    }

    private void dangling(JsonPointer at, String kind, String name, Supplier<Set<String>> known) {
        problems.error(() -> dangling(assembly.value(at), kind, name, known.get()));
    }

    /** Of a name at that place that nothing bears. */
    static Problems.Words dangling(Place place, String kind, String name, Set<String> known) {
        return new Problems.Words(
                place,
                "dangling",
                kind + " " + Values.quoted(name) + " is not declared",
                Suggestions.nearest(name, known)
                        .map(near -> "did you mean ‘" + near + "’?")
                        .orElse(known.isEmpty() ? "declare it" : "declare it, or use one of " + Values.some(known)));
    }

    private Set<String> names(String section) {
        return new LinkedHashSet<>(tree.path(section).propertyNames());
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var both = new TreeSet<>(a);
        both.addAll(b);
        return both;
    }
}
