package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.TypeNames;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Checks that applications have types of applications, services those of services, and that no name is given to both. */
final class TypeChecks {
    private final MergedTree assembly;
    private final Problems problems;

    TypeChecks(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
    }

    void check() {
        JsonNode applications = assembly.tree().path("applications");
        for (Map.Entry<String, JsonNode> application : applications.properties()) {
            JsonPointer at = JsonPointer.empty().appendProperty("applications").appendProperty(application.getKey());
            type(application.getValue(), at, TypeNames.RUNTIMES, TypeNames.SERVICES, "an application", "services:");
        }
        for (Map.Entry<String, JsonNode> service :
                assembly.tree().path("services").properties()) {
            JsonPointer at = JsonPointer.empty().appendProperty("services").appendProperty(service.getKey());
            type(service.getValue(), at, TypeNames.SERVICES, TypeNames.RUNTIMES, "a service", "applications:");
            configuration(service.getValue(), at);
            if (applications.has(service.getKey())) {
                problems.error(() -> new Problems.Words(
                        assembly.key(at),
                        "declared-twice",
                        Values.quoted(service.getKey()) + " is the name of an application, too",
                        "give one of the two another name: relationships and routes could mean either"));
            }
        }
    }

    private void type(
            JsonNode section, JsonPointer at, Set<String> own, Set<String> others, String what, String otherSection) {
        JsonNode type = section.path("type");
        if (!type.isString()) {
            return;
        }
        String name = TypeNames.of(type.asString());
        if (own.contains(name)) {
            return;
        }
        JsonPointer there = at.appendProperty("type");
        if (others.contains(name)) {
            problems.error(() -> new Problems.Words(
                    assembly.value(there),
                    "unknown-type",
                    Values.quoted(type.asString()) + " is not a type of " + what,
                    "move it below ‘" + otherSection + "’, or give it one of " + Values.some(own)));
        } else if (own == TypeNames.RUNTIMES) {
            problems.error(() -> unknown(there, type.asString(), name, own, what));
        } else {
            // The address of such a service may be given by an environment.
            problems.warning(() -> unknown(there, type.asString(), name, own, what));
        }
    }

    private Problems.Words unknown(JsonPointer at, String type, String name, Set<String> own, String what) {
        return new Problems.Words(
                assembly.value(at),
                "unknown-type",
                Values.quoted(type) + " is not a type of " + what + " that is known here",
                Suggestions.nearest(name, own)
                        .map(near -> "did you mean ‘" + near + "’?")
                        .orElse("use one of " + String.join(", ", own)));
    }

    private void configuration(JsonNode service, JsonPointer at) {
        String type = service.path("type").asString("");
        if (!service.path("configuration").isEmpty() && !TypeNames.RUN_HERE.contains(TypeNames.of(type))) {
            problems.warning(() -> new Problems.Words(
                    assembly.key(at.appendProperty("configuration")),
                    Problem.NOT_APPLIED,
                    "‘configuration’ is not applied on target local: a service of type " + Values.quoted(type)
                            + " runs elsewhere and is configured there",
                    "it may stay for other targets"));
        }
    }
}
