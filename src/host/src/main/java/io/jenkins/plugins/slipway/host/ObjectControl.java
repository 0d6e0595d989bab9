package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest;
import io.jenkins.plugins.slipway.host.control.Event;
import io.jenkins.plugins.slipway.host.control.LockedRequest;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

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
        return ask(
                new EnvironmentRequest.ListObjects(project, environment), OutputSink.discard(), Cancellation.never());
    }

    /**
     * Runs an action.
     *
     * @return what it returned
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if it fails
     */
    public JsonNode call(String project, String environment, String action, JsonNode input, Cancellation cancellation)
            throws InterruptedException {
        return ask(
                new EnvironmentRequest.RunAction(project, environment, action, input),
                OutputSink.discard(),
                cancellation);
    }

    /** Stops trying a pending operation, and tells which it was. */
    public JsonNode giveUp(String project, String environment, String key, String by, String reason)
            throws InterruptedException {
        return ask(
                new EnvironmentRequest.GiveUp(project, environment, key, by, reason),
                OutputSink.discard(),
                Cancellation.never());
    }

    /** What a deployment would do to objects, a line for each that changes. */
    public List<String> preview(ReleaseSpec spec, OutputSink log) throws InterruptedException {
        return ask(
                new EnvironmentRequest.Preview(
                        spec.project(), spec.environment().name(), spec),
                log,
                Cancellation.never());
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
            client.call(new LockedRequest.Take(project, environment, holder, Wait.REFUSE), event -> {}, cancellation);
            return client.call(new LockedRequest.Reconcile(), Event.into(log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private <A> A ask(EnvironmentRequest<A> request, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            return client.call(request, Event.into(log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private RefusedException ended(IOException cause) {
        return new RefusedException("the host daemon ended before it answered; its log is " + home.log(), cause);
    }
}
