package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterStarter;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Starts, asks and stops the daemon of a state home. */
public final class HostControl {
    private final HostHome home;
    private final Starter starter;

    private HostControl(HostHome home, Starter starter) {
        this.home = home;
        this.starter = starter;
    }

    /**
     * @param home the state home
     */
    public static HostControl of(Path home) {
        return of(home, System.getenv());
    }

    /**
     * @param surroundings the environment of whoever starts the daemon
     */
    public static HostControl of(Path home, Map<String, String> surroundings) {
        HostHome hostHome = new HostHome(home);
        return new HostControl(hostHome, DaemonCommand.starter(hostHome, surroundings));
    }

    /**
     * Starts the daemon if it does not run.
     *
     * @param port of the router, null for the usual one
     * @param address on which the router listens, null for the usual one
     * @return what runs now
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if it cannot start
     */
    public StatusReport start(@Nullable Integer port, @Nullable String address) throws InterruptedException {
        try (ControlClient client = starter.connect(port, address)) {
            return status(client);
        }
    }

    /** What runs now; empty if no daemon does. Starts nothing. */
    public Optional<StatusReport> status() throws InterruptedException {
        Optional<ControlClient> client = starter.find();
        if (client.isEmpty()) {
            return Optional.empty();
        }
        try (ControlClient connection = client.get()) {
            return Optional.of(status(connection));
        }
    }

    /** What the daemon counts, in the text form that Prometheus reads; empty if none runs. Starts nothing. */
    public Optional<String> metrics() throws InterruptedException {
        Optional<ControlClient> client = starter.find();
        if (client.isEmpty()) {
            return Optional.empty();
        }
        try (ControlClient connection = client.get()) {
            return Optional.of(connection
                    .call(ControlClient.request("metrics"), event -> {}, Cancellation.never())
                    .path("text")
                    .asString(""));
        } catch (IOException e) {
            throw new IllegalStateException("the host daemon ended while it was asked. Its log is " + home.log(), e);
        }
    }

    /**
     * Stops the daemon and waits for its end.
     *
     * @param applications whether they end too; otherwise the next daemon takes them over
     * @return whether one ran
     */
    public boolean stop(boolean applications) throws InterruptedException {
        Optional<ControlClient> client = starter.findAny();
        if (client.isEmpty()) {
            return RouterStarter.end(home);
        }
        try (ControlClient connection = client.get()) {
            awaitEnd(connection, ControlClient.request("stop").put("applications", applications));
            return true;
        }
    }

    /**
     * Puts the daemon and the router of this very Slipway in the place of those that run. Waits until no deployment is under way.
     * The applications run on, and no connection is refused.
     *
     * @return what runs then; empty if no daemon ran
     */
    public Optional<StatusReport> upgrade(Cancellation cancellation) throws InterruptedException {
        Optional<ControlClient> client = starter.findAny();
        if (client.isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(DaemonCommand.own());
        command.add(HostMain.NEW_ROUTER);
        ObjectNode request = ControlClient.request("upgrade");
        request.set("command", HostJson.MAPPER.valueToTree(command));
        try (ControlClient connection = client.get()) {
            awaitEnd(connection, request, cancellation);
        }
        try (ControlClient connection = starter.connect(null, null)) {
            return Optional.of(status(connection));
        }
    }

    private void awaitEnd(ControlClient connection, ObjectNode request) throws InterruptedException {
        awaitEnd(connection, request, Cancellation.never());
    }

    private void awaitEnd(ControlClient connection, ObjectNode request, Cancellation cancellation)
            throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(connection.pid());
        ask(connection, request, cancellation);
        if (process.isPresent()) {
            try {
                process.get().onExit().get(60, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the host daemon does not end. Its log is " + home.log(), e);
            }
        }
    }

    private static void ask(ControlClient connection, ObjectNode request, Cancellation cancellation)
            throws InterruptedException {
        try {
            connection.call(request, event -> {}, cancellation);
        } catch (IOException e) {
            // It closes its connections before it ends; what counts is its end.
            return;
        }
    }

    /** Standard output and error of the daemon. */
    public Path log() {
        return home.log();
    }

    private StatusReport status(ControlClient client) throws InterruptedException {
        try {
            return HostJson.MAPPER.treeToValue(
                    client.call(ControlClient.request("status"), event -> {}, Cancellation.never()),
                    StatusReport.class);
        } catch (IOException e) {
            throw new IllegalStateException("the host daemon ended while it was asked. Its log is " + home.log(), e);
        }
    }
}
