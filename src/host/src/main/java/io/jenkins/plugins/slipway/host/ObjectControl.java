package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the daemon of a state home about objects; starts it if need be. */
public final class ObjectControl {
    private final HostHome home;
    private final Starter starter;

    private ObjectControl(HostHome home, Starter starter) {
        this.home = home;
        this.starter = starter;
    }

    /**
     * @param home the state home
     * @param surroundings the environment of whoever starts the daemon
     */
    public static ObjectControl of(Path home, Map<String, String> surroundings) {
        HostHome hostHome = new HostHome(home);
        return new ObjectControl(hostHome, DaemonCommand.starter(hostHome, surroundings));
    }

    /** Objects, subscriptions and runs of an environment: {@code objects}, {@code subscriptions}, {@code runs}. */
    public JsonNode list(String project, String environment) throws InterruptedException {
        return ask(request("objects", project, environment), OutputSink.discard(), Cancellation.never());
    }

    /**
     * Runs an action.
     *
     * @return what it returned
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if it fails
     */
    public JsonNode call(String project, String environment, String action, JsonNode input, Cancellation cancellation)
            throws InterruptedException {
        ObjectNode request = request("call", project, environment).put("action", action);
        request.set("input", input);
        return ask(request, OutputSink.discard(), cancellation).path("result");
    }

    /** Stops trying a pending operation, and tells which it was. */
    public JsonNode giveUp(String project, String environment, String key, String by, String reason)
            throws InterruptedException {
        return ask(
                request("give-up", project, environment)
                        .put("key", key)
                        .put("by", by)
                        .put("reason", reason),
                OutputSink.discard(),
                Cancellation.never());
    }

    /** What a deployment would do to objects, a line for each that changes. */
    public List<String> preview(ReleaseSpec spec, OutputSink log) throws InterruptedException {
        ObjectNode request =
                request("preview", spec.project(), spec.environment().name());
        request.set("spec", HostJson.MAPPER.valueToTree(spec));
        List<String> lines = new ArrayList<>();
        ask(request, log, Cancellation.never()).forEach(line -> lines.add(line.asString("")));
        return lines;
    }

    /**
     * Tries what is undone about subscriptions again, holding the environment's lock.
     *
     * @return {@code done} and {@code undone}, sentences
     * @throws RefusedException if a deployment is under way
     */
    public JsonNode reconcile(
            String project, String environment, String holder, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            client.call(
                    request("lock", project, environment).put("holder", holder).put("policy", "REFUSE"),
                    event -> {},
                    cancellation);
            return client.call(ControlClient.request("reconcile"), event -> write(event, log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private JsonNode ask(ObjectNode request, OutputSink log, Cancellation cancellation) throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            return client.call(request, event -> write(event, log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private static ObjectNode request(String op, String project, String environment) {
        return ControlClient.request(op).put("project", project).put("environment", environment);
    }

    private static void write(JsonNode event, OutputSink log) {
        try {
            byte[] data = event.path("data").binaryValue();
            log.write(data, 0, data.length);
        } catch (IOException e) {
            // Nobody listens; what was asked for goes on.
            return;
        }
    }

    private RefusedException ended(IOException cause) {
        return new RefusedException("the host daemon ended before it answered; its log is " + home.log(), cause);
    }
}
