package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.control.ControlServer;
import io.jenkins.plugins.slipway.host.control.SessionOperations;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.home.HomeGuard;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.home.PrivateSocket;
import io.jenkins.plugins.slipway.host.ingress.RemoteRouter;
import io.jenkins.plugins.slipway.host.ingress.RouterSource;
import io.jenkins.plugins.slipway.host.name.NameRegistry;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.object.HostedObjects;
import io.jenkins.plugins.slipway.host.object.WebhookEndpoint;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.supervisor.Ports;
import io.jenkins.plugins.slipway.host.supervisor.Supervisor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Holds a state home's environments: their processes, their traffic, the lock of each. */
public final class Daemon implements AutoCloseable {
    /** How long scripts may take to end when asked. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration LOGS_EVERY = Duration.ofSeconds(10);

    private final FileChannel lockChannel;
    private final Router router;
    private final Supervisor supervisor;
    private final HostedEnvironments environments;
    private final HostedObjects objects;
    private final ExecutorService executor;
    private final ControlServer control;
    private final @Nullable WatcherKeeper watcher;
    private final CompletableFuture<ShutdownMode> stopAsked;

    private Daemon(
            FileChannel lockChannel,
            Router router,
            Supervisor supervisor,
            HostedEnvironments environments,
            HostedObjects objects,
            ExecutorService executor,
            ControlServer control,
            @Nullable WatcherKeeper watcher,
            CompletableFuture<ShutdownMode> stopAsked) {
        this.lockChannel = lockChannel;
        this.router = router;
        this.supervisor = supervisor;
        this.environments = environments;
        this.objects = objects;
        this.executor = executor;
        this.control = control;
        this.watcher = watcher;
        this.stopAsked = stopAsked;
    }

    /**
     * How to start.
     *
     * @param port of the router; null for the one of the last start, at first 8080 or any that is free
     * @param address on which the router listens; null for the one of the last start, at first the loopback address
     * @param router where the router comes from
     * @param replaceRouter whether one that runs is to be replaced
     * @param path search path of the applications
     * @param sandboxes whether processes run in sandboxes where the machine has them
     * @param runtimeDirectory where a private directory for the socket may be made
     * @param watcher program and arguments of what starts the daemon again when its router is gone as well; empty for none
     * @param again whether nobody asked for this start: it is not to be if the host was stopped on purpose
     * @param thirdParties how often and how fast a subscription that failed is tried again
     */
    public record Options(
            HostHome home,
            @Nullable Integer port,
            @Nullable String address,
            RouterSource router,
            boolean replaceRouter,
            String path,
            String runtimeDirectory,
            boolean sandboxes,
            String version,
            Clock clock,
            List<String> watcher,
            boolean again,
            Backoff thirdParties) {
        public Options {
            watcher = List.copyOf(watcher);
        }
    }

    /**
     * Starts, and takes over what an earlier daemon left running.
     *
     * @return empty if another daemon holds the home, or the host was stopped and this is a start again
     * @throws BadInputException if the home cannot be written or the port cannot be had
     */
    public static Optional<Daemon> start(Options options, ArtifactStore store)
            throws IOException, InterruptedException {
        HostHome home = options.home();
        FileChannel channel = openLock(home);
        try {
            if (!lock(channel) || (options.again() && !Files.exists(home.wanted()))) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(start(options, store, channel));
        } catch (IOException | RuntimeException | InterruptedException e) {
            channel.close();
            throw e;
        }
    }

    private static Daemon start(Options options, ArtifactStore store, FileChannel channel)
            throws IOException, InterruptedException {
        HostHome home = options.home();
        ExecutorService executor = threads();
        LocalProcessRunner runner =
                options.sandboxes() ? LocalProcessRunner.create() : LocalProcessRunner.withoutSandboxes(GRACE);
        HostedObjects objects = new HostedObjects(home, runner, store, options.clock(), options.thirdParties());
        Notices notices = new Notices();
        Router router = listen(options, ListenSettings.read(home), new WebhookEndpoint(objects, executor), notices);
        Supervisor supervisor = new Supervisor();
        HostedEnvironments environments = new HostedEnvironments(new SharedResources(
                home,
                router,
                supervisor,
                new Ports(),
                runner,
                options.sandboxes() ? Sandboxes.availability() : new Availability.NotEnforced("it is switched off"),
                store,
                options.clock(),
                options.path(),
                objects,
                NameRegistry.open(home.names(), options.clock()),
                notices));
        // Requests of what is recovering wait; deployers may come in as soon as every environment is known.
        environments.recover(executor).whenComplete((done, failure) -> {
            if (failure != null) {
                System.err.println("not everything could be taken over: " + failure);
            }
            if (options.replaceRouter() && router instanceof RemoteRouter running) {
                replace(running);
            }
        });
        router.begin();
        supervisor.every(LOGS_EVERY, environments::rotateLogs);
        CompletableFuture<ShutdownMode> stop = new CompletableFuture<>();
        WatcherKeeper watcher = options.watcher().isEmpty()
                ? null
                : new WatcherKeeper(home, options.watcher(), options.replaceRouter());
        SessionOperations operations = new SessionOperations(
                environments,
                objects,
                router,
                notices,
                options.version(),
                applications -> {
                    unwanted(home);
                    stop.complete(new ShutdownMode(applications, null));
                },
                command -> stop.complete(new ShutdownMode(false, command)),
                pid -> watcher == null || watcher.arrived(pid));
        if (watcher != null && !options.again()) {
            AtomicFile.write(home.wanted(), new byte[0]);
        }
        ControlServer control = ControlServer.listen(
                PrivateSocket.CONTROL.place(home, options.runtimeDirectory()), operations, executor);
        if (options.again() && !Files.exists(home.wanted())) {
            // Somebody stopped the host while this daemon was about to listen.
            stop.complete(ShutdownMode.WITH_APPLICATIONS);
        }
        return new Daemon(channel, router, supervisor, environments, objects, executor, control, watcher, stop);
    }

    private static void unwanted(HostHome home) {
        try {
            Files.deleteIfExists(home.wanted());
        } catch (IOException e) {
            System.err.println("the host will be started again although it was stopped: " + e);
        }
    }

    private static void replace(RemoteRouter router) {
        try {
            router.replace();
        } catch (IOException e) {
            System.err.println("the router was not replaced, the one before goes on: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when somebody asked the daemon to stop. */
    public CompletableFuture<ShutdownMode> stopAsked() {
        return stopAsked;
    }

    public int routerPort() {
        return router.port();
    }

    /** Stops and leaves the applications running. */
    @Override
    public void close() throws IOException {
        try {
            stop(ShutdownMode.LEAVING_APPLICATIONS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops. */
    public void stop(ShutdownMode ending) throws IOException, InterruptedException {
        if (watcher != null) {
            watcher.close();
        }
        control.close();
        environments.close(ending.applications());
        supervisor.close();
        if (ending.successor() != null && router instanceof RemoteRouter running) {
            running.leave(ending.successor());
        } else {
            router.close();
        }
        objects.close();
        executor.shutdownNow();
        lockChannel.close();
    }

    private static FileChannel openLock(HostHome home) {
        try {
            HomeGuard.secure(home.root());
            PrivateFiles.createDirectories(home.directory());
            return PrivateFiles.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BadInputException(
                    "the state home " + home.root() + " cannot be written (" + e
                            + "). Choose another with ‘--home’ or SLIPWAY_HOME, or change its permissions",
                    e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Router listen(Options options, ListenSettings before, InternalEndpoint endpoint, Notices notices)
            throws IOException, InterruptedException {
        String address = options.address() != null ? options.address() : before.address();
        Listening listening = new Listening(options.router(), address, endpoint, notices);
        Router router = listening.open(options.port(), before);
        ListenSettings now = listening.settings(options.port(), before, router.port());
        if (!now.equals(before) || !Files.exists(options.home().settings())) {
            now.write(options.home());
        }
        return router;
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "host-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
