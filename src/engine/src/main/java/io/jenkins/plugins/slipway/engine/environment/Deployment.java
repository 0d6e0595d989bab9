package io.jenkins.plugins.slipway.engine.environment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to make one release live in one environment. A rollback is one too.
 *
 * @param number per environment from 1; also the fencing token of its writes
 * @param previous the release that was live when it began, or null
 * @param ended null while it runs
 * @param reason what the user said; empty for none
 * @param message why it failed, or what went wrong after it had gone live; empty if nothing did
 * @param dataVersions schema version of each application before the deployment, where its data has one
 * @param backups file of each application's backup taken before the deployment
 */
public record Deployment(
        String project,
        String environment,
        int number,
        Kind kind,
        int release,
        @Nullable Integer previous,
        State state,
        Instant started,
        @Nullable Instant ended,
        String by,
        String reason,
        String message,
        Map<String, String> dataVersions,
        Map<String, String> backups,
        List<PhaseRun> phases) {

    public Deployment {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(dataVersions, "dataVersions");
        Objects.requireNonNull(backups, "backups");
        Objects.requireNonNull(phases, "phases");
    }

    public enum Kind {
        DEPLOY,
        ROLLBACK
    }

    /** {@code LIVE}: it went live; {@code RESTORED}: it failed and what was before serves again; {@code FAILED}: it failed, and what was before does not serve as it did. */
    public enum State {
        RUNNING,
        LIVE,
        RESTORED,
        FAILED
    }

    /**
     * A phase that has ended.
     *
     * @param name as in {@link Phase#key()}
     */
    public record PhaseRun(String name, PhaseState state, double seconds) {
        public PhaseRun {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
        }
    }

    public enum PhaseState {
        DONE,
        SKIPPED,
        FAILED
    }
}
