package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ServiceConfig;
import io.jenkins.plugins.slipway.engine.environment.Endpoint;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The services of one environment. They live across deployments, and end with the environment. Safe for use by several threads. */
public final class HostedServices {
    private final ServiceTools equipment;
    private final Path folder;
    private final String tag;
    private final Function<String, Path> logs;
    private final Map<String, RunningService> running = new ConcurrentSkipListMap<>();

    /**
     * @param folder for the files of all services
     * @param tag starts the tag of every process
     * @param logs where a process writes, by its name
     */
    public HostedServices(ServiceTools equipment, Path folder, String tag, Function<String, Path> logs) {
        this.equipment = equipment;
        this.folder = folder;
        this.tag = tag;
        this.logs = logs;
    }

    /**
     * Looks whether what is asked for could be started, without starting it.
     *
     * @return what is not as it was asked for, in sentences
     * @throws LifecycleFailedException if it could not
     */
    public List<String> check(RequiredServices required) {
        List<String> notes = new ArrayList<>();
        for (RequiredServices.One one : required.services()) {
            ServiceContext context = context(one);
            Server server = server(context);
            notes.addAll(ServiceWarnings.about(one, context, server));
            one.endpoints().forEach((endpoint, place) -> {
                if (!server.endpoints().contains(endpoint)) {
                    throw new LifecycleFailedException("applications/" + place + ": service ‘" + one.name()
                            + "’ has no endpoint ‘" + endpoint + "’; it has " + String.join(", ", server.endpoints()));
                }
            });
        }
        return notes;
    }

    /**
     * Starts what is asked for and does not run yet, and brings accounts and databases up to what is declared.
     *
     * @param parent holds what new services begin with, or null to begin empty
     */
    public synchronized void start(
            RequiredServices required, @Nullable Snapshots parent, Consumer<String> say, Cancellation cancellation)
            throws InterruptedException {
        for (RequiredServices.One one : required.services()) {
            RunningService known = running.get(one.name());
            try {
                if (known != null && known.serves(one)) {
                    known.configure(one, cancellation);
                    continue;
                }
                if (known != null) {
                    known.stop();
                }
                ServiceContext context = context(one);
                RunningService service = new RunningService(context, server(context), state(context));
                running.put(one.name(), service);
                service.start(parent == null ? null : parent.of(one.name()), say, cancellation);
            } catch (IOException e) {
                throw new LifecycleFailedException(
                        "service ‘" + one.name() + "’ cannot be started: " + e.getMessage(), e);
            }
        }
    }

    /** Takes over what an earlier daemon left running. */
    public synchronized void adopt() {
        for (ServiceFolder one : folders()) {
            try {
                ServiceState state = ServiceState.read(one).orElse(null);
                if (state != null && state.process() != null && state.process().alive()) {
                    ServiceContext context = context(new RequiredServices.One(
                            one.name(), ServiceType.of(state.type()), state.configuration(), Map.of()));
                    running.put(one.name(), RunningService.adopt(context, server(context), state));
                }
            } catch (IOException | LifecycleFailedException e) {
                System.err.println("service " + one.name() + " in " + one.root() + " was not taken over: " + e);
            }
        }
    }

    /** Ends all services but those that are asked for. Their data stays. */
    public synchronized void retain(RequiredServices required) throws InterruptedException {
        Set<String> names = required.names();
        for (String name : List.copyOf(running.keySet())) {
            if (!names.contains(name)) {
                RunningService service = running.remove(name);
                if (service != null) {
                    service.stop();
                }
            }
        }
    }

    /** Leaves all running for another daemon. */
    public synchronized void release() {
        running.values().forEach(RunningService::release);
        running.clear();
    }

    /** Whether everything that is to run does. Answers at once, whatever is being saved or loaded. */
    public boolean alive() {
        return running.values().stream().allMatch(RunningService::alive);
    }

    /** Whether all that is asked for was started before. */
    public synchronized boolean has(RequiredServices required) {
        return running.keySet().containsAll(required.names());
    }

    /** The names of the services that run. */
    public synchronized Set<String> names() {
        return Set.copyOf(running.keySet());
    }

    /** What the services hold at this instant. To be closed. */
    public synchronized Snapshots snapshot() throws InterruptedException {
        Snapshots result = new Snapshots();
        try {
            for (RunningService service : running.values()) {
                result.add(service.name(), service.snapshot());
            }
            return result;
        } catch (RuntimeException | InterruptedException e) {
            result.close();
            throw e;
        }
    }

    /** Removes the data of services that do not run: what a first deployment that failed has left. */
    public synchronized void forget() throws IOException, InterruptedException {
        retain(RequiredServices.NONE);
        for (ServiceFolder one : folders()) {
            io.jenkins.plugins.slipway.host.mount.Trees.remove(one.root());
        }
    }

    /**
     * Writes what a service holds to files in a directory.
     *
     * @param directory is made
     */
    public synchronized void dump(String name, Path directory, Cancellation cancellation) throws InterruptedException {
        try {
            get(name).dump(directory, cancellation);
        } catch (IOException e) {
            throw new LifecycleFailedException("service ‘" + name + "’ cannot be saved: " + e.getMessage(), e);
        }
    }

    /** Replaces what a service holds by what {@link #dump} has written. Nobody may use it meanwhile. */
    public synchronized void load(String name, Path directory, Consumer<String> say, Cancellation cancellation)
            throws InterruptedException {
        try {
            get(name).load(directory, say, cancellation);
        } catch (IOException e) {
            throw new LifecycleFailedException("service ‘" + name + "’ cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Whether what a service holds outlives it. */
    public synchronized boolean persistent(String name) {
        return get(name).persistent();
    }

    /** Whether this host runs services of that type. */
    public static boolean runs(ServiceConfig service) {
        ServiceType.Kind kind = ServiceType.of(service.type()).kind();
        return kind == ServiceType.Kind.POSTGRESQL || kind == ServiceType.Kind.REDIS;
    }

    /**
     * Where a service is reached.
     *
     * @param folder for the files of all services of the environment
     * @return empty if it was never started, or is none that this host runs
     */
    public static Optional<Endpoint> endpoint(Path folder, ServiceConfig service, String endpoint) {
        ServiceType type = ServiceType.of(service.type());
        try {
            return ServiceState.read(new ServiceFolder(folder.resolve(service.name())))
                    .flatMap(state -> ServiceEndpoints.of(service.name(), type, state, endpoint));
        } catch (IOException e) {
            throw new UncheckedIOException("the state of service " + service.name() + " cannot be read", e);
        }
    }

    private RunningService get(String name) {
        RunningService result = running.get(name);
        if (result == null) {
            throw new LifecycleFailedException("service ‘" + name + "’ does not run");
        }
        return result;
    }

    private ServiceContext context(RequiredServices.One one) {
        ServiceFolder own = new ServiceFolder(folder.resolve(one.name()));
        return new ServiceContext(
                equipment,
                own,
                tag + one.name(),
                logs.apply("service." + one.name()),
                SoftwareSelection.of(one, own, equipment.path()),
                one.type(),
                one.configuration());
    }

    private static Server server(ServiceContext context) {
        return context.type().kind() == ServiceType.Kind.POSTGRESQL
                ? new PostgresServer(context)
                : new RedisServer(context);
    }

    private static ServiceState state(ServiceContext context) throws IOException {
        return ServiceState.read(context.folder()).orElseGet(() -> ServiceState.fresh(context.type()));
    }

    private List<ServiceFolder> folders() {
        List<ServiceFolder> result = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
                entries.forEach(entry -> result.add(new ServiceFolder(entry)));
            } catch (IOException e) {
                throw new UncheckedIOException("the services in " + folder + " cannot be listed", e);
            }
        }
        return result;
    }

    /** How long a server may take to end in order. */
    static final Duration GRACE = Duration.ofSeconds(20);
}
