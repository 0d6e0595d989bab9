package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Things of the records as documents; their keys are those of the command, and a contract. */
final class ApiDocuments {
    private ApiDocuments() {}

    @NonNull
    static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    @NonNull
    static ObjectNode deployment(@NonNull Deployment deployment) {
        ObjectNode one = object().put("environment", deployment.environment())
                .put("deployment", deployment.number())
                .put("kind", word(deployment.kind()))
                .put("release", deployment.release())
                .put("previous", deployment.previous())
                .put("state", deployment.state().name())
                .put("started", deployment.started().toString())
                .put("ended", text(deployment.ended()))
                .put("by", deployment.by())
                .put("reason", deployment.reason())
                .put("message", StepWords.of(deployment.message()));
        ArrayNode phases = one.putArray("phases");
        for (Deployment.PhaseRun phase : deployment.phases()) {
            phases.addObject()
                    .put("name", phase.name())
                    .put("state", word(phase.state()))
                    .put("seconds", Math.round(phase.seconds() * 1000) / 1000.0);
        }
        return one;
    }

    @NonNull
    static ObjectNode verdict(@NonNull Verdict verdict) {
        ObjectNode one = object().put("environment", verdict.environment())
                .put("release", verdict.release())
                .put("verdict", verdict.status().name())
                .put("at", verdict.at().toString())
                .put("by", verdict.by());
        ArrayNode rules = one.putArray("rules");
        for (Verdict.RuleResult rule : verdict.rules()) {
            rules.addObject()
                    .put("metric", rule.metric())
                    .put("value", rule.value())
                    .put("shown", rule.shown())
                    .put("limit", rule.limit())
                    .put("criticality", rule.criticality().name())
                    .put("status", rule.status().name());
        }
        ArrayNode notes = one.putArray("notes");
        verdict.notes().forEach(note -> notes.add(StepWords.of(note)));
        return one;
    }

    /** @param live names of the environments where it is live */
    @NonNull
    static ObjectNode release(@NonNull Release release, @NonNull List<String> live) {
        ObjectNode one = object().put("release", release.number())
                .put("label", release.label())
                .put("created", release.created().toString())
                .put("by", release.by())
                .put("commit", release.commit());
        ObjectNode artifacts = one.putObject("artifacts");
        release.artifacts().forEach((application, digest) -> artifacts.put(application, digest.value()));
        ArrayNode environments = one.putArray("live");
        live.forEach(environments::add);
        Release.Quarantine quarantine = release.quarantine();
        if (quarantine == null) {
            one.putNull("quarantine");
        } else {
            one.putObject("quarantine")
                    .put("by", quarantine.by())
                    .put("since", quarantine.since().toString())
                    .put("reason", quarantine.reason());
        }
        return one;
    }

    @NonNull
    static ObjectNode event(@NonNull QuarantineEvent event) {
        return object().put("action", event.action().name())
                .put("by", event.by())
                .put("at", event.at().toString())
                .put("reason", event.reason());
    }

    @CheckForNull
    static String text(@CheckForNull Instant time) {
        return time == null ? null : time.toString();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
