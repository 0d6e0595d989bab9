package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The lock of an environment, and what only its holder may ask for. A lock belongs to a connection: that holds one at most, and
 * everything but {@link Take} is refused while it holds none.
 */
public sealed interface LockedRequest<A> extends Request<A> {
    /**
     * Takes the lock; comes back with what serves, once it is granted.
     *
     * @param holder who asks, for those who wait meanwhile
     */
    record Take(String project, String environment, String holder, Wait policy) implements LockedRequest<Live> {
        public Take {
            Objects.requireNonNull(project, "project");
            Objects.requireNonNull(environment, "environment");
            Objects.requireNonNull(holder, "holder");
            Objects.requireNonNull(policy, "policy");
        }

        @Override
        public Live perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().take(this, call);
        }

        @Override
        public Live answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, Live.class);
        }
    }

    /** Gives the lock back, if it is held. */
    record Unlock() implements LockedRequest<Request.Done> {
        @Override
        public Done perform(Handlers handlers, Call call) {
            return handlers.locked().unlock(this);
        }

        @Override
        public Done answer(JsonNode ok) {
            return Done.DONE;
        }
    }

    /**
     * Leaves variables for hooks, which are kept for as long as the lock is held.
     *
     * @param hidden values that must not be seen
     * @param open values that may be
     */
    record Entrust(Map<String, String> hidden, Map<String, String> open) implements LockedRequest<Request.Done> {
        public Entrust {
            hidden = Map.copyOf(hidden);
            open = Map.copyOf(open);
        }

        @Override
        public Done perform(Handlers handlers, Call call) {
            return handlers.locked().entrust(this);
        }

        @Override
        public Done answer(JsonNode ok) {
            return Done.DONE;
        }

        /** Without any value. */
        @Override
        public String toString() {
            return "Entrust[" + (hidden.size() + open.size()) + " variables]";
        }
    }

    /** Announces a deployment; comes back with where it will answer. */
    record Begin(ReleaseSpec spec) implements LockedRequest<List<String>> {
        public Begin {
            Objects.requireNonNull(spec, "spec");
        }

        @Override
        public List<String> perform(Handlers handlers, Call call) {
            return handlers.locked().begin(this);
        }

        @Override
        public List<String> answer(JsonNode ok) {
            return List.of(HostJson.MAPPER.treeToValue(ok, String[].class));
        }
    }

    /**
     * Performs a phase of the deployment.
     *
     * @param token the deployment's number; another one's is refused
     */
    record Perform(int token, Phase phase) implements LockedRequest<StepResult> {
        public Perform {
            Objects.requireNonNull(phase, "phase");
        }

        @Override
        public StepResult perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().perform(this, call);
        }

        @Override
        public StepResult answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, StepResult.class);
        }
    }

    /** The keys of the phases in which there is nothing to do; known once the deployment was prepared. */
    record Idle(int token) implements LockedRequest<List<String>> {
        @Override
        public List<String> perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().idle(this);
        }

        @Override
        public List<String> answer(JsonNode ok) {
            return List.of(HostJson.MAPPER.treeToValue(ok, String[].class));
        }
    }

    /**
     * Brings back what served before.
     *
     * @param reason why, a sentence's end
     */
    record Restore(int token, String reason) implements LockedRequest<DeploymentOutcome> {
        public Restore {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public DeploymentOutcome perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().restore(this, call);
        }

        @Override
        public DeploymentOutcome answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, DeploymentOutcome.class);
        }
    }

    /** Writes down that the new release is live. */
    record Commit(int token) implements LockedRequest<Request.Done> {
        @Override
        public Done perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().commit(this);
        }

        @Override
        public Done answer(JsonNode ok) {
            return Done.DONE;
        }
    }

    /** Leaves a failed deployment as it is. */
    record Keep(int token, String reason) implements LockedRequest<DeploymentOutcome> {
        public Keep {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public DeploymentOutcome perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().keep(this);
        }

        @Override
        public DeploymentOutcome answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, DeploymentOutcome.class);
        }
    }

    /** Takes a backup of what is live. */
    record CreateBackup() implements LockedRequest<Backup> {
        @Override
        public Backup perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().createBackup(this, call);
        }

        @Override
        public Backup answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, Backup.class);
        }
    }

    /**
     * Puts a backup in the place of the data that is there; comes back with the backup of that, if there was anything to save.
     *
     * @param backup its id
     */
    record RestoreBackup(String backup) implements LockedRequest<Optional<Backup>> {
        public RestoreBackup {
            Objects.requireNonNull(backup, "backup");
        }

        @Override
        public Optional<Backup> perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().restoreBackup(this, call);
        }

        @Override
        public Optional<Backup> answer(JsonNode ok) {
            return ok.isEmpty() ? Optional.empty() : Optional.of(HostJson.MAPPER.treeToValue(ok, Backup.class));
        }
    }

    /** Tries what is undone about subscriptions again; comes back with {@code done} and {@code undone}, sentences. */
    record Reconcile() implements LockedRequest<JsonNode> {
        @Override
        public JsonNode perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.locked().reconcile(this, call);
        }

        @Override
        public JsonNode answer(JsonNode ok) {
            return ok;
        }
    }

    /** Does what is asked. */
    interface Handler {
        Live take(Take request, Call call) throws InterruptedException;

        Done unlock(Unlock request);

        Done entrust(Entrust request);

        List<String> begin(Begin request);

        StepResult perform(Perform request, Call call) throws InterruptedException;

        List<String> idle(Idle request) throws InterruptedException;

        DeploymentOutcome restore(Restore request, Call call) throws InterruptedException;

        Done commit(Commit request) throws InterruptedException;

        DeploymentOutcome keep(Keep request) throws InterruptedException;

        Backup createBackup(CreateBackup request, Call call) throws InterruptedException;

        Optional<Backup> restoreBackup(RestoreBackup request, Call call) throws InterruptedException;

        JsonNode reconcile(Reconcile request, Call call) throws InterruptedException;
    }
}
