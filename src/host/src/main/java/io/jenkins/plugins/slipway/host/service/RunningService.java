package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.Supervised;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One service and its process. Used by one thread at a time, but for the listener of restarts. */
final class RunningService {
    private final ServiceContext context;
    private final Server server;
    private ServiceState state;
    private volatile @Nullable Supervised process;

    RunningService(ServiceContext context, Server server, ServiceState state) {
        this.context = context;
        this.server = server;
        this.state = state;
    }

    static RunningService adopt(ServiceContext context, Server server, ServiceState state) throws IOException {
        RunningService result = new RunningService(context, server, state);
        context.equipment().ports().keep(state.port());
        Supervised adopted = context.equipment()
                .supervisor()
                .adopt(server.launch(state), Objects.requireNonNull(state.process()), again -> result.remember(again));
        result.process = adopted;
        adopted.keepUp();
        return result;
    }

    String name() {
        return context.name();
    }

    boolean alive() {
        Supervised present = process;
        return present != null && present.alive();
    }

    boolean persistent() {
        return context.type().persistent();
    }

    /** Whether it runs as declared there; other accounts and databases need no other process. */
    boolean serves(RequiredServices.One one) {
        boolean same = one.configuration().equals(context.configuration())
                || context.type().kind() == ServiceType.Kind.POSTGRESQL;
        return alive()
                && state.filled()
                && same
                && one.type().kind() == context.type().kind();
    }

    void configure(RequiredServices.One one, Cancellation cancellation) throws IOException, InterruptedException {
        ServiceContext other = new ServiceContext(
                context.equipment(),
                context.folder(),
                context.tag(),
                context.log(),
                context.software(),
                one.type(),
                one.configuration());
        Server declared =
                one.type().kind() == ServiceType.Kind.POSTGRESQL ? new PostgresServer(other) : new RedisServer(other);
        keep(declared.configure(current(), cancellation).as(one.type(), one.configuration()));
    }

    /** Starts the server, and fills it if its data is new. What fails leaves no process behind. */
    void start(Server.@Nullable Snapshot parent, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException {
        boolean filled = state.filled();
        context.folder().make();
        RedisServer.mend(context.folder());
        if (!filled || !Files.exists(context.folder().data())) {
            filled = false;
            Trees.remove(context.folder().data());
            server.make(state, cancellation);
        }
        int port = context.equipment().ports().again(state.port());
        keep(state.as(context.type(), context.configuration()).at(port));
        boolean up = false;
        try {
            run(cancellation);
            keep(server.configure(current(), cancellation));
            if (!filled && parent != null) {
                server.copy(current(), parent, whileEnded -> around(whileEnded, cancellation), say, cancellation);
            }
            keep(current().whole());
            up = true;
        } finally {
            if (!up) {
                stop();
            }
        }
        say.accept("service " + name() + " runs: " + context.software().name() + " "
                + context.software().version());
    }

    void stop() throws InterruptedException {
        Supervised last = process;
        if (last == null) {
            return;
        }
        if (!last.finish(server.stopSignal(), HostedServices.GRACE)) {
            throw new LifecycleFailedException("the processes of service ‘" + name()
                    + "’ cannot be ended. ‘ps -ef’ shows them; end them by hand, then deploy again");
        }
        process = null;
        context.equipment().ports().giveBack(state.port());
        try {
            keep(current().with(null));
        } catch (IOException e) {
            // A process that is gone is recognised as gone.
            System.err.println("the state of service " + name() + " was not written: " + e.getMessage());
        }
    }

    void release() {
        Supervised present = process;
        if (present != null) {
            present.release();
        }
    }

    Server.Snapshot snapshot() throws InterruptedException {
        return server.snapshot(current());
    }

    void dump(Path directory, Cancellation cancellation) throws IOException, InterruptedException {
        server.dump(current(), directory, cancellation);
    }

    void load(Path directory, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException {
        server.load(current(), directory, whileEnded -> around(whileEnded, cancellation), say, cancellation);
    }

    private void around(Server.Action whileEnded, Cancellation cancellation) throws IOException, InterruptedException {
        Supervised present = process;
        if (present != null) {
            present.finish(server.stopSignal(), HostedServices.GRACE);
        }
        whileEnded.run();
        run(cancellation);
    }

    private void run(Cancellation cancellation) throws IOException, InterruptedException {
        Launch launch = server.launch(current());
        // One may run that was started just before an earlier daemon could write it down.
        TaggedProcesses.endExactly(launch.tag(), Duration.ZERO);
        Supervised started = context.equipment().supervisor().start(launch, this::remember);
        process = started;
        keep(current().with(started.identity()));
        server.awaitReady(current(), started, cancellation);
        started.keepUp();
    }

    private void remember(Supervised again) {
        try {
            keep(current().with(again.identity()));
        } catch (IOException e) {
            System.err.println("the state of service " + name() + " was not written: " + e.getMessage());
        }
    }

    private synchronized ServiceState current() {
        return state;
    }

    private synchronized void keep(ServiceState other) throws IOException {
        if (!other.equals(state)) {
            other.write(context.folder());
            state = other;
        }
    }
}
