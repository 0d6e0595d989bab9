package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.home.HomeGuard;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.home.PrivateSocket;
import io.jenkins.plugins.slipway.host.ingress.RouterStarter;
import io.jenkins.plugins.slipway.host.supervisor.OwnProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Finds the daemon of a home, or starts it so that it outlives whoever started it. */
public final class Starter {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final HostHome home;
    private final List<String> command;
    private final Map<String, String> surroundings;

    /**
     * @param command program and arguments that run the daemon, without options
     * @param surroundings the environment of whoever starts; only what finds programs and speaks languages is passed on
     */
    public Starter(HostHome home, List<String> command, Map<String, String> surroundings) {
        this.home = home;
        this.command = List.copyOf(command);
        this.surroundings = Map.copyOf(surroundings);
    }

    /** For one that was started by itself and not by somebody: it does not run if the host was stopped on purpose. */
    public static final String AGAIN = "--again";

    /**
     * A connection to the daemon. Waits for one that its router starts again, and starts one that nobody stopped on purpose: after a
     * reboot, or when all that watch over each other were killed.
     *
     * @return empty if the host was stopped, or was never started
     * @throws BadInputException if it cannot start, with the daemon's own reason
     */
    public Optional<ControlClient> find() throws InterruptedException {
        Optional<ControlClient> found = find(ControlClient::connect);
        return found.isEmpty() && Files.exists(home.wanted()) ? start(null, null, true) : found;
    }

    /** A connection to the daemon that runs now, whatever protocol it speaks; waits for nothing. */
    Optional<ControlClient> lookForAny() {
        return look(ControlClient::connectAnyway);
    }

    /** Whether a router runs, which starts the daemon. */
    boolean routerStartsIt() {
        return RouterStarter.miss(home, command);
    }

    /**
     * Starts the daemon unless the host was stopped on purpose.
     *
     * @throws BadInputException if it cannot start, with the daemon's own reason
     */
    void again() throws InterruptedException {
        start(null, null, true).ifPresent(ControlClient::close);
    }

    /** Like {@link #find}, whatever protocol the daemon speaks. */
    public Optional<ControlClient> findAny() throws InterruptedException {
        return find(ControlClient::connectAnyway);
    }

    private Optional<ControlClient> find(Connection connection) throws InterruptedException {
        Optional<ControlClient> found = look(connection);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (found.isEmpty()
                && System.nanoTime() < deadline
                && !Files.exists(home.refusal())
                && RouterStarter.miss(home, command)) {
            pause();
            found = look(connection);
        }
        return found;
    }

    @FunctionalInterface
    private interface Connection {
        ControlClient open(Path socket) throws IOException;
    }

    private Optional<ControlClient> look(Connection connection) {
        try {
            Optional<Path> socket = PrivateSocket.CONTROL.find(home);
            return socket.isEmpty() ? Optional.empty() : Optional.of(connection.open(socket.get()));
        } catch (IOException e) {
            // A socket that nobody listens on was left by a daemon that was killed.
            return Optional.empty();
        }
    }

    /** The daemon is no child of ours; there is nothing to wait on but its socket. */
    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /**
     * A connection to the daemon, started if none runs.
     *
     * @param port of the router, null for the usual one
     * @throws BadInputException if it cannot start, with the daemon's own reason
     */
    public ControlClient connect(@Nullable Integer port, @Nullable String address) throws InterruptedException {
        Optional<ControlClient> running = find(ControlClient::connect);
        if (running.isPresent()) {
            return running.get();
        }
        return start(port, address, false).orElseThrow();
    }

    /** Empty if it does not run because the host was stopped meanwhile, which can be only if it is started again. */
    private Optional<ControlClient> start(@Nullable Integer port, @Nullable String address, boolean again)
            throws InterruptedException {
        try {
            Process process = spawn(port, address, again);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                Optional<ControlClient> found = look(ControlClient::connect);
                if (found.isPresent()) {
                    return found;
                }
                // The daemon tells of its readiness by listening, and there is no event for that.
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return again && !Files.exists(home.wanted())
                            ? Optional.empty()
                            : Optional.of(afterExit(process.exitValue(), deadline));
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        throw new RefusedException(
                "the host daemon did not answer within " + PATIENCE.toSeconds() + " s. Its log is " + home.log());
    }

    /** Another start may have been quicker; otherwise the daemon has said why it does not run. */
    private ControlClient afterExit(int code, long deadline) throws IOException, InterruptedException {
        if (Files.exists(home.refusal())) {
            throw new BadInputException(Files.readString(home.refusal()));
        }
        while (code == 0 && System.nanoTime() < deadline) {
            Optional<ControlClient> found = look(ControlClient::connect);
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        throw new RefusedException("the host daemon ended at once with code " + code + ". Its log is " + home.log());
    }

    private Process spawn(@Nullable Integer port, @Nullable String address, boolean again) throws IOException {
        HomeGuard.secure(home.root());
        PrivateFiles.createDirectories(home.directory());
        Files.deleteIfExists(home.refusal());
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--home", home.root().toString()));
        if (port != null) {
            argv.addAll(List.of("--port", port.toString()));
        }
        if (again) {
            argv.add(AGAIN);
        }
        if (address != null) {
            argv.addAll(List.of("--listen", address));
        }
        ProcessBuilder builder = OwnProgram.builder(argv, home.directory(), home.log());
        Map<String, String> environment = builder.environment();
        environment.clear();
        // A build server ends what carries its build's variables; and secrets of the deployer are no business of
        // applications.
        for (String name :
                List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_RUNTIME_DIR", "SLIPWAY_NO_SANDBOX")) {
            String value = surroundings.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return builder.start();
    }

    private BadInputException unwritable(IOException e) {
        return new BadInputException(
                "the state home " + home.root() + " cannot be written (" + e
                        + "). Choose another with ‘--home’ or SLIPWAY_HOME, or change its permissions",
                e);
    }
}
