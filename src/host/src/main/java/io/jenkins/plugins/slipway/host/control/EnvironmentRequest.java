package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What is asked about one environment by somebody who does not hold its lock. */
public sealed interface EnvironmentRequest<A> extends Request<A> {
    String project();

    String environment();

    /**
     * What serves; empty if nothing was ever deployed there.
     *
     * @param settled whether to wait until it is known what became of a deployment that an earlier daemon left
     */
    record Inspect(String project, String environment, boolean settled) implements EnvironmentRequest<Optional<Live>> {
        public Inspect {
            require(project, environment);
        }

        @Override
        public Optional<Live> perform(Handlers handlers, Call call) {
            return handlers.environment().inspect(this, call);
        }

        @Override
        public Optional<Live> answer(JsonNode ok) {
            return ok.isEmpty() ? Optional.empty() : Optional.of(HostJson.MAPPER.treeToValue(ok, Live.class));
        }
    }

    /** Objects, subscriptions and runs: {@code objects}, {@code subscriptions}, {@code runs}. */
    record ListObjects(String project, String environment) implements EnvironmentRequest<JsonNode> {
        public ListObjects {
            require(project, environment);
        }

        @Override
        public JsonNode perform(Handlers handlers, Call call) {
            return handlers.environment().objects(this);
        }

        @Override
        public JsonNode answer(JsonNode ok) {
            return ok;
        }
    }

    /** Runs an action; comes back with {@code result}. */
    record RunAction(String project, String environment, String action, JsonNode input)
            implements EnvironmentRequest<JsonNode> {
        public RunAction {
            require(project, environment);
            Objects.requireNonNull(action, "action");
        }

        @Override
        public JsonNode perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.environment().runAction(this);
        }

        @Override
        public JsonNode answer(JsonNode ok) {
            return ok.path("result");
        }
    }

    /** Stops trying a pending operation on a subscription; comes back with what it was. */
    record GiveUp(String project, String environment, String key, String by, String reason)
            implements EnvironmentRequest<JsonNode> {
        public GiveUp {
            require(project, environment);
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public JsonNode perform(Handlers handlers, Call call) {
            return handlers.environment().giveUp(this);
        }

        @Override
        public JsonNode answer(JsonNode ok) {
            return ok;
        }
    }

    /** The backups that there are, newest first. */
    record Backups(String project, String environment) implements EnvironmentRequest<List<Backup>> {
        public Backups {
            require(project, environment);
        }

        @Override
        public List<Backup> perform(Handlers handlers, Call call) {
            return handlers.environment().backups(this);
        }

        @Override
        public List<Backup> answer(JsonNode ok) {
            return List.of(HostJson.MAPPER.treeToValue(ok, Backup[].class));
        }
    }

    /** What a deployment would do to objects, a line for each that changes. */
    record Preview(String project, String environment, ReleaseSpec spec) implements EnvironmentRequest<List<String>> {
        public Preview {
            require(project, environment);
            Objects.requireNonNull(spec, "spec");
        }

        @Override
        public List<String> perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.environment().preview(this, call);
        }

        @Override
        public List<String> answer(JsonNode ok) {
            return List.of(HostJson.MAPPER.treeToValue(ok, String[].class));
        }
    }

    /** Does what is asked. */
    interface Handler {
        Optional<Live> inspect(Inspect request, Call call);

        JsonNode objects(ListObjects request);

        JsonNode runAction(RunAction request) throws InterruptedException;

        JsonNode giveUp(GiveUp request);

        List<Backup> backups(Backups request);

        List<String> preview(Preview request, Call call) throws InterruptedException;
    }

    private static void require(String project, String environment) {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(environment, "environment");
    }
}
