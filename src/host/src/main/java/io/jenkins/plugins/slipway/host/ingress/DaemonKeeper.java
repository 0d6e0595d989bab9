package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.supervisor.OwnProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Starts the daemon again when it has ended. Safe for use by several threads. */
final class DaemonKeeper {
    /** A successor that ends so often before it attaches is given up for its predecessor. */
    private static final int TRIES = 3;

    private final HostHome home;
    private final ListeningSocket socket;
    private final RestartBackoff backoff;
    private final Runnable homeless;
    private List<String> command = List.of();
    private List<String> proven = List.of();
    private int failures;
    private @Nullable Process process;
    private boolean attached;
    private boolean served;
    private boolean starting;
    private boolean ended;

    /** @param homeless called instead of a start if somebody removed the home */
    DaemonKeeper(HostHome home, ListeningSocket socket, ScheduledExecutorService timer, Runnable homeless) {
        this.home = home;
        this.socket = socket;
        this.backoff = new RestartBackoff(timer);
        this.homeless = homeless;
    }

    /** A daemon is there. It is started again by this command when it ends. */
    synchronized void attached(List<String> by) {
        attached = true;
        served = true;
        starting = false;
        failures = 0;
        command = List.copyOf(by);
        proven = command;
    }

    /** The daemon is gone. */
    synchronized void lost() {
        attached = false;
        if (process != null && process.isAlive()) {
            // Its end is near, and is an event of its own.
            starting = true;
        } else {
            startSoon();
        }
    }

    /** The next daemon is to be another one. */
    synchronized void succeededBy(List<String> other) {
        command = List.copyOf(other);
    }

    /** Somebody misses the daemon, and has a command for it should none be known or the one that is known not do. */
    synchronized void missed(List<String> other) {
        if (attached) {
            return;
        }
        boolean better = command.isEmpty() || (failures > 0 && !command.equals(other));
        if (better) {
            command = List.copyOf(other);
        }
        if (better || !starting) {
            startSoon();
        }
    }

    /** No daemon is started any more. */
    synchronized void end() {
        ended = true;
    }

    private void startSoon() {
        if (!ended && !command.isEmpty()) {
            starting = true;
            backoff.again(this::start);
        }
    }

    private synchronized void start() {
        if (attached || ended || (process != null && process.isAlive())) {
            return;
        }
        if (!Files.isDirectory(home.directory())) {
            ended = true;
            homeless.run();
            return;
        }
        if (failures >= TRIES && !proven.isEmpty()) {
            command = proven;
        }
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--home", home.root().toString()));
        try {
            ProcessBuilder builder = OwnProgram.builder(argv, home.directory(), home.log());
            socket.giveTo(builder);
            Files.deleteIfExists(home.refusal());
            served = false;
            process = builder.start();
            process.onExit().thenRun(this::exited);
        } catch (IOException e) {
            System.err.println("the daemon cannot be started: " + e);
            exited();
        }
    }

    /** A daemon that this router started. */
    private synchronized void exited() {
        if (!attached) {
            failures += served ? 0 : 1;
            startSoon();
        }
    }
}
