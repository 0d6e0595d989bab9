package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon knows of one environment, as it is on disk.
 *
 * @param highest the highest deployment number ever seen
 * @param live what serves, or, while an attempt is under way, what is to be restored; null for nothing
 * @param attempt the deployment under way, or null
 * @param kept a failed deployment that was left for somebody to look at, or null
 * @param ended how the newest deployment ended; null for none, and while an attempt is under way
 */
public record EnvironmentState(
        String project,
        String environment,
        int highest,
        @Nullable Installation live,
        @Nullable Attempt attempt,
        @Nullable Installation kept,
        @Nullable DeploymentOutcome ended) {

    public static EnvironmentState empty(String project, String environment) {
        return new EnvironmentState(project, environment, 0, null, null, null, null);
    }

    /**
     * A deployment that is neither committed nor undone.
     *
     * @param switching whether the live release's processes may have been touched
     * @param phase the phase that was last begun, or empty
     * @param undo backup by application whose data was changed and has to be loaded again if the attempt fails
     * @param undoing why it is being taken back; null while it goes forward
     */
    public record Attempt(
            Installation next,
            String holder,
            boolean switching,
            String phase,
            Map<String, String> undo,
            @Nullable String undoing) {
        public Attempt(Installation next, String holder) {
            this(next, holder, false, "", Map.of(), null);
        }

        public Attempt withNext(Installation other) {
            return new Attempt(other, holder, switching, phase, undo, undoing);
        }

        public Attempt inPhase(String other, boolean nowSwitching) {
            return new Attempt(next, holder, switching || nowSwitching, other, undo, undoing);
        }

        public Attempt withUndo(Map<String, String> other) {
            return new Attempt(next, holder, switching, phase, other, undoing);
        }

        /** The first reason is the one that counts: a daemon that ends while it restores is not why it does. */
        public Attempt undoneBecause(String reason) {
            return undoing == null ? new Attempt(next, holder, switching, phase, undo, reason) : this;
        }
    }

    public EnvironmentState withHighest(int number) {
        return new EnvironmentState(project, environment, Math.max(highest, number), live, attempt, kept, ended);
    }

    public EnvironmentState withLive(@Nullable Installation installation) {
        return new EnvironmentState(project, environment, highest, installation, attempt, kept, ended);
    }

    public EnvironmentState withAttempt(@Nullable Attempt other) {
        return new EnvironmentState(project, environment, highest, live, other, kept, ended);
    }

    public EnvironmentState withKept(@Nullable Installation other) {
        return new EnvironmentState(project, environment, highest, live, attempt, other, ended);
    }

    public EnvironmentState withEnded(@Nullable DeploymentOutcome other) {
        return new EnvironmentState(project, environment, highest, live, attempt, kept, other);
    }
}
