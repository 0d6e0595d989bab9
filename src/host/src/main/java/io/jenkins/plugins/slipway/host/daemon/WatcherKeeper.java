package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RestartBackoff;
import io.jenkins.plugins.slipway.host.supervisor.OwnProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sees to it that a watcher runs as long as the daemon does. Safe for use by several threads. */
final class WatcherKeeper implements AutoCloseable {
    /** One that an earlier daemon had comes within this time. */
    private static final long ARRIVAL_MILLIS = 1_000;

    private final HostHome home;
    private final List<String> command;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watcher-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private final RestartBackoff backoff = new RestartBackoff(timer);
    private boolean replace;
    private @Nullable ProcessHandle watcher;
    private @Nullable Process started;
    private boolean ended;

    /**
     * @param command program and arguments that run a watcher, without options
     * @param replace whether a watcher that an earlier daemon had is of an older version
     */
    WatcherKeeper(HostHome home, List<String> command, boolean replace) {
        this.home = home;
        this.command = List.copyOf(command);
        this.replace = replace;
        timer.schedule(this::start, ARRIVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A watcher is there. Returns whether it may stay; otherwise another takes its place when it has ended. */
    synchronized boolean arrived(long pid) {
        ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
        if (handle == null) {
            return true;
        }
        boolean ours = started != null && started.pid() == pid;
        boolean stays = ours || !replace;
        replace = false;
        if (!handle.equals(watcher)) {
            watcher = handle;
            handle.onExit().thenRun(() -> gone(handle));
        }
        return stays;
    }

    @Override
    public synchronized void close() {
        ended = true;
        timer.shutdownNow();
    }

    private synchronized void gone(ProcessHandle which) {
        if (!ended && (watcher == null || which.equals(watcher))) {
            watcher = null;
            backoff.again(this::start);
        }
    }

    private synchronized void start() {
        if (ended || (watcher != null && watcher.isAlive()) || !Files.isDirectory(home.directory())) {
            return;
        }
        replace = false;
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--home", home.root().toString()));
        try {
            Process process = OwnProgram.builder(argv, home.directory(), home.watcherLog())
                    .start();
            started = process;
            // One that finds another watcher ends at once; that other one comes by itself.
            process.onExit().thenRun(() -> gone(process.toHandle()));
        } catch (IOException e) {
            System.err.println("the watcher cannot be started: " + e);
            backoff.again(this::start);
        }
    }
}
