package io.jenkins.plugins.slipway.engine.store;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release.Quarantine;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Something that was written to records which stand for others, see {@link RelayedRecords}. {@link StepChanges} writes to those
 * others what the step may change of it, once, however often it is read. Each part is there when one of these exists; whether it
 * is true is another matter.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RecordChange.Released.class, name = "released"),
    @JsonSubTypes.Type(value = RecordChange.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = RecordChange.DataNoted.class, name = "data"),
    @JsonSubTypes.Type(value = RecordChange.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = RecordChange.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = RecordChange.Quarantined.class, name = "quarantined"),
    @JsonSubTypes.Type(value = RecordChange.Lifted.class, name = "lifted")
})
public sealed interface RecordChange {
    /** Whose records it changes. */
    String project();

    /** A release was made, or the newest one was found to be just that. */
    record Released(
            String project, Map<String, Digest> artifacts, JsonNode config, String commit, Instant created, String by)
            implements RecordChange {
        public Released {
            Objects.requireNonNull(project, "project");
            artifacts.forEach((application, digest) -> Objects.requireNonNull(digest, application));
            // In the order of the project.
            artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
            Objects.requireNonNull(config, "config");
            Objects.requireNonNull(commit, "commit");
            Objects.requireNonNull(created, "created");
            Objects.requireNonNull(by, "by");
        }
    }

    /** A deployment began, with the number it has. */
    record Begun(Deployment deployment) implements RecordChange {
        public Begun {
            Objects.requireNonNull(deployment, "deployment");
        }

        @Override
        public String project() {
            return deployment.project();
        }
    }

    /** What was learned of the data before the deployment. */
    record DataNoted(
            String project, String environment, int number, Map<String, String> versions, Map<String, String> backups)
            implements RecordChange {
        public DataNoted {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(environment, "environment");
            versions = Map.copyOf(versions);
            backups = Map.copyOf(backups);
        }
    }

    /** A deployment ended. */
    record Ended(
            String project,
            String environment,
            int number,
            State state,
            Instant ended,
            @JsonAlias("reason") String message,
            List<PhaseRun> phases)
            implements RecordChange {
        public Ended {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(environment, "environment");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(ended, "ended");
            Objects.requireNonNull(message, "message");
            phases = List.copyOf(phases);
        }
    }

    /** A release was judged. */
    record Judged(Verdict verdict) implements RecordChange {
        public Judged {
            Objects.requireNonNull(verdict, "verdict");
        }

        @Override
        public String project() {
            return verdict.project();
        }
    }

    /** A release was marked bad. */
    record Quarantined(String project, int release, Quarantine quarantine) implements RecordChange {
        public Quarantined {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(quarantine, "quarantine");
        }
    }

    /** The mark was taken back. */
    record Lifted(String project, int release, String by, Instant at, String reason) implements RecordChange {
        public Lifted {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
