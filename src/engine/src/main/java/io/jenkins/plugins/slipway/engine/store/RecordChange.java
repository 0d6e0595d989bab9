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
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Something that was written to records which stand for others, see {@link RelayedRecords}. {@link SqlRecords#apply} writes it
 * to those others, once, however often it is called.
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
            implements RecordChange {}

    /** A deployment began, with the number it has. */
    record Begun(Deployment deployment) implements RecordChange {
        @Override
        public String project() {
            return deployment.project();
        }
    }

    /** What was learned of the data before the deployment. */
    record DataNoted(
            String project, String environment, int number, Map<String, String> versions, Map<String, String> backups)
            implements RecordChange {}

    /** A deployment ended. */
    record Ended(
            String project,
            String environment,
            int number,
            State state,
            Instant ended,
            @JsonAlias("reason") String message,
            List<PhaseRun> phases)
            implements RecordChange {}

    /** A release was judged. */
    record Judged(Verdict verdict) implements RecordChange {
        @Override
        public String project() {
            return verdict.project();
        }
    }

    /** A release was marked bad. */
    record Quarantined(String project, int release, Quarantine quarantine) implements RecordChange {}

    /** The mark was taken back. */
    record Lifted(String project, int release, String by, Instant at, String reason) implements RecordChange {}
}
