package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import io.jenkins.plugins.slipway.engine.config.target.TargetFormats;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks that places are those of applications that there are, and that no two of them are one. */
final class TargetChecks {
    private static final JsonPointer ENVIRONMENTS = JsonPointer.empty().appendProperty("environments");

    private final MergedTree assembly;
    private final Problems problems;
    private final JsonNode applications;

    /** Who leads to a place, by its address. */
    private final Map<String, Leading> taken = new HashMap<>();

    private record Leading(String environment, TargetConfig target, JsonPointer at) {}

    TargetChecks(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
        this.applications = assembly.tree().path("applications");
    }

    void check() {
        for (var environment : assembly.tree().path("environments").properties()) {
            JsonPointer at = ENVIRONMENTS.appendProperty(environment.getKey());
            JsonNode section = environment.getValue();
            JsonPointer targets = at.appendProperty("targets");
            section.path("targets").propertyNames().forEach(name -> application(name, targets.appendProperty(name)));
            boolean everyOneNamed = !applications.isEmpty()
                    && applications.propertyNames().stream().allMatch(section.path("targets")::has);
            if (section.has("target") && !everyOneNamed) {
                place(environment.getKey(), section.path("target"), at.appendProperty("target"));
            }
            section.path("targets")
                    .properties()
                    .forEach(target ->
                            place(environment.getKey(), target.getValue(), targets.appendProperty(target.getKey())));
        }
    }

    private void application(String name, JsonPointer at) {
        if (!applications.has(name)) {
            problems.error(() -> CrossReferences.dangling(
                    assembly.key(at), "the application", name, new LinkedHashSet<>(applications.propertyNames())));
        }
    }

    private void place(String environment, JsonNode written, JsonPointer at) {
        TargetConfig target = TargetConfig.of(written);
        String address;
        try {
            address = TargetFormats.address(target).orElse("");
        } catch (IllegalArgumentException e) {
            problems.error(
                    assembly.value(at), "form", String.valueOf(e.getMessage()), "correct the address of the place");
            return;
        }
        Leading other = address.isEmpty() ? null : taken.putIfAbsent(address, new Leading(environment, target, at));
        if (other == null
                || other.environment().equals(environment) && other.target().equals(target)) {
            return;
        }
        problems.error(
                assembly.value(at),
                "same-place",
                "this leads to the same place as "
                        + (other.environment().equals(environment)
                                ? "another target of this environment"
                                : "environment " + Values.quoted(other.environment()))
                        + " does, at " + line(assembly.value(other.at())),
                "give it a place of its own");
    }

    private static String line(Place place) {
        return place.file() + ":" + place.line();
    }
}
