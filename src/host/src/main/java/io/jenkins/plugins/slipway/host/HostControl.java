package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.HostRequest;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import io.jenkins.plugins.slipway.host.daemon.Readiness;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.daemon.Watcher;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterStarter;
import io.jenkins.plugins.slipway.host.name.NameRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts, asks and stops the daemon of a state home. */
public final class HostControl {
    /** How often a question is asked anew when the daemon ends before it answers. */
    private static final int MOST_DAEMONS = 5;

    private final HostHome home;
    private final Starter starter;
    private final Map<String, String> surroundings;

    private HostControl(HostHome home, Starter starter, Map<String, String> surroundings) {
        this.home = home;
        this.surroundings = Map.copyOf(surroundings);
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
        return new HostControl(hostHome, DaemonCommand.starter(hostHome, surroundings), surroundings);
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
        for (int left = MOST_DAEMONS; ; left--) {
            try (ControlClient client = starter.connect(port, address)) {
                return status(client);
            } catch (IOException e) {
                checkTries(left, e);
            }
        }
    }

    /**
     * Starts the daemon if it does not run, and watches over it: when it and its router are gone, it is started again.
     *
     * @param started hears of what runs
     * @param cancellation stops the host
     * @return whether the host was stopped; otherwise a newer version watches from now on
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if it cannot start
     */
    public boolean run(
            @Nullable Integer port, @Nullable String address, Consumer<StatusReport> started, Cancellation cancellation)
            throws InterruptedException {
        started.accept(start(port, address));
        try {
            // A daemon that ran already may be one that was not to be watched.
            PrivateFiles.touch(home.wanted());
        } catch (IOException e) {
            throw new BadInputException("the state home " + home.root() + " cannot be written (" + e + ")", e);
        }
        Readiness.tell(surroundings);
        Watcher.End end = new Watcher(home, starter).watch(cancellation);
        if (end == Watcher.End.CANCELLED) {
            stop(true);
        }
        return end != Watcher.End.REPLACED;
    }

    /** What runs now; empty if the host was stopped or never started. One that nobody stopped is started again. */
    public Optional<StatusReport> status() throws InterruptedException {
        for (int left = MOST_DAEMONS; ; left--) {
            Optional<ControlClient> client = starter.find();
            if (client.isEmpty()) {
                return Optional.empty();
            }
            try (ControlClient connection = client.get()) {
                return Optional.of(status(connection));
            } catch (IOException e) {
                checkTries(left, e);
            }
        }
    }

    /** A daemon that ends while it is asked is started again, and asked again. */
    private void checkTries(int left, IOException cause) {
        if (left == 0) {
            throw new RefusedException("the host daemon ended before it answered. Its log is " + home.log(), cause);
        }
    }

    /** What the daemon counts, in the text form that Prometheus reads; empty if the host was stopped or never started. */
    public Optional<String> metrics() throws InterruptedException {
        Optional<ControlClient> client = starter.find();
        if (client.isEmpty()) {
            return Optional.empty();
        }
        try (ControlClient connection = client.get()) {
            return Optional.of(connection.call(new HostRequest.Metrics()).text());
        } catch (IOException e) {
            throw new RefusedException("the host daemon ended before it answered. Its log is " + home.log(), e);
        }
    }

    /**
     * Stops the daemon and waits for its end.
     *
     * @param applications whether they end too; otherwise the next daemon takes them over
     * @return whether one ran
     */
    public boolean stop(boolean applications) throws InterruptedException {
        boolean wanted = unwanted();
        Optional<ControlClient> client = starter.findAny();
        if (client.isEmpty()) {
            return RouterStarter.end(home) || wanted;
        }
        try (ControlClient connection = client.get()) {
            awaitEnd(connection, new HostRequest.Stop(applications), Cancellation.never());
            return true;
        }
    }

    /** Nobody is to start it again from now on. */
    private boolean unwanted() {
        try {
            return Files.deleteIfExists(home.wanted());
        } catch (IOException e) {
            throw new BadInputException(
                    "the host cannot be stopped: " + home.wanted() + " cannot be removed (" + e + ")", e);
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
        try (ControlClient connection = client.get()) {
            awaitEnd(connection, new HostRequest.Upgrade(command), cancellation);
        }
        return Optional.of(start(null, null));
    }

    /** Which environment holds which host name; starts the daemon if need be. */
    public List<NameRegistry.Holding> names() throws InterruptedException {
        return ask(new HostRequest.Names());
    }

    /**
     * Gives a host name back in its holder's place; starts the daemon if need be.
     *
     * @return who held it
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if nobody holds it
     */
    public NameRegistry.Holding releaseName(String name) throws InterruptedException {
        return ask(new HostRequest.ReleaseName(name));
    }

    private <A> A ask(HostRequest<A> request) throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            return client.call(request);
        } catch (IOException e) {
            throw new RefusedException("the host daemon ended before it answered; its log is " + home.log(), e);
        }
    }

    private void awaitEnd(ControlClient connection, HostRequest<?> request, Cancellation cancellation)
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

    private static void ask(ControlClient connection, HostRequest<?> request, Cancellation cancellation)
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

    private static StatusReport status(ControlClient client) throws IOException, InterruptedException {
        return client.call(new HostRequest.Status());
    }
}
