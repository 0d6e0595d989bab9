package io.jenkins.plugins.slipway.engine.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * All processes that came from one command. Besides the children of children these are the members of the command's session,
 * whatever carries its cookie or its mark, and whatever descends from a process that once was a member.
 */
final class ProcessTree {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A process in an uninterruptible wait ends when the kernel lets it; nobody should wait for that. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final ProcessHandle root;
    private final @Nullable String cookie;
    private final @Nullable ProcessMark mark;
    private final boolean contained;
    private final long since;
    private final Map<Long, ProcessHandle> seen = new HashMap<>();

    /**
     * @param cookie value of the cookie variable, null if the command has none
     * @param mark that the root hands down to all others, null if it has none
     * @param contained whether the root holds all others in its namespace, so that they end when it does
     */
    ProcessTree(ProcessHandle root, @Nullable String cookie, @Nullable ProcessMark mark, boolean contained) {
        this.root = root;
        this.cookie = cookie;
        this.mark = mark;
        this.contained = contained;
        this.since = ProcessTable.started(root.pid());
        seen.put(root.pid(), root);
    }

    /** Asks every process to end, waits for that long, and ends by force what is left. Returns when nothing lives. */
    void end(Duration grace) {
        List<ProcessHandle> living = living();
        if (living.isEmpty()) {
            return;
        }
        if (!grace.isZero()) {
            for (ProcessHandle process : living) {
                // The root of a namespace would take the others with it at once and give them no time.
                if (!contained || process.pid() != root.pid()) {
                    process.destroy();
                }
            }
            living = waitFor(grace, false);
        }
        if (!living.isEmpty()) {
            waitFor(AFTER_KILL, true);
        }
    }

    /** There is no event for the end of a process that is somebody else's child, so this asks again and again. */
    private List<ProcessHandle> waitFor(Duration limit, boolean force) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> living = living();
        while (!living.isEmpty() && System.nanoTime() < deadline) {
            if (force) {
                living.forEach(ProcessHandle::destroyForcibly);
            }
            LockSupport.parkNanos(POLL_NANOS);
            living = living();
        }
        return living;
    }

    private List<ProcessHandle> living() {
        if (ProcessTable.isReadable()) {
            ProcessTable.members(root.pid(), since, seen.keySet(), cookie, mark)
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(process -> seen.putIfAbsent(pid, process)));
        } else {
            List.copyOf(seen.values())
                    .forEach(process -> process.descendants().forEach(child -> seen.putIfAbsent(child.pid(), child)));
        }
        // A handle knows its process's start time, so a number that was given to another process is not mistaken.
        seen.values().removeIf(process -> process.pid() != root.pid() && !process.isAlive());
        return seen.values().stream().filter(ProcessTree::isRunning).toList();
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !ProcessTable.isZombie(process.pid());
    }
}
