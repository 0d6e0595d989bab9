package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.name.NameRegistry.Holding;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** What is asked about the host as a whole. */
public sealed interface HostRequest<A> extends Request<A> {
    /** What runs. */
    record Status() implements HostRequest<StatusReport> {
        @Override
        public StatusReport perform(Handlers handlers, Call call) {
            return handlers.host().status(this);
        }

        @Override
        public StatusReport answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, StatusReport.class);
        }
    }

    /** What the daemon counts. */
    record Metrics() implements HostRequest<Metrics.Text> {
        /** @param text in the form that Prometheus reads */
        public record Text(String text) {}

        @Override
        public Text perform(Handlers handlers, Call call) {
            return handlers.host().metrics(this);
        }

        @Override
        public Text answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, Text.class);
        }
    }

    /**
     * Ends the daemon.
     *
     * @param applications whether they end too; otherwise the next daemon takes them over
     */
    record Stop(boolean applications) implements HostRequest<Request.Done> {
        @Override
        public Done perform(Handlers handlers, Call call) {
            return handlers.host().stop(this);
        }

        @Override
        public Done answer(JsonNode ok) {
            return Done.DONE;
        }
    }

    /**
     * Ends the daemon for another one, once no deployment is under way.
     *
     * @param command what starts the other one
     */
    record Upgrade(List<String> command) implements HostRequest<Request.Done> {
        public Upgrade {
            command = List.copyOf(command);
        }

        @Override
        public Done perform(Handlers handlers, Call call) throws InterruptedException {
            return handlers.host().upgrade(this, call);
        }

        @Override
        public Done answer(JsonNode ok) {
            return Done.DONE;
        }
    }

    /**
     * Whether a watcher of the daemon may stay.
     *
     * @param pid the watcher's process
     */
    record Watch(long pid) implements HostRequest<Watch.Verdict> {
        /** @param stay whether it may stay; otherwise another watches */
        public record Verdict(boolean stay) {}

        @Override
        public Verdict perform(Handlers handlers, Call call) {
            return handlers.host().watch(this);
        }

        @Override
        public Verdict answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, Verdict.class);
        }
    }

    /** Which environment holds which host name. */
    record Names() implements HostRequest<List<Holding>> {
        @Override
        public List<Holding> perform(Handlers handlers, Call call) {
            return handlers.host().names(this);
        }

        @Override
        public List<Holding> answer(JsonNode ok) {
            return List.of(HostJson.MAPPER.treeToValue(ok, Holding[].class));
        }
    }

    /** Gives a host name back in its holder's place; comes back with who held it. */
    record ReleaseName(String name) implements HostRequest<Holding> {
        public ReleaseName {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public Holding perform(Handlers handlers, Call call) {
            return handlers.host().releaseName(this);
        }

        @Override
        public Holding answer(JsonNode ok) {
            return HostJson.MAPPER.treeToValue(ok, Holding.class);
        }
    }

    /** Does what is asked. */
    interface Handler {
        StatusReport status(Status request);

        Metrics.Text metrics(Metrics request);

        Done stop(Stop request);

        Done upgrade(Upgrade request, Call call) throws InterruptedException;

        Watch.Verdict watch(Watch request);

        List<Holding> names(Names request);

        Holding releaseName(ReleaseName request);
    }
}
