package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.process.ProcessMark;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All processes that carry a tag in their environment, or a mark, whatever they did to detach themselves, and those that share a
 * session with a given process.
 */
public final class TaggedProcesses {
    /** The variable that holds the tag. */
    public static final String VARIABLE = "SLIPWAY_PROCESS";

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private TaggedProcesses() {}

    /**
     * Ends every process whose tag starts so: asks first, then forces.
     *
     * @param grace how long those that were asked may take
     * @return whether all of them are gone
     */
    public static boolean end(String tagPrefix, Duration grace) throws InterruptedException {
        return end(new Members(tag -> tag.startsWith(tagPrefix)), grace);
    }

    /**
     * Ends every process with a tag that passes, together with some processes, their sessions, their descendants and all that carry
     * their marks. All are asked at once: requests wait for the last one to end.
     */
    public static boolean end(Predicate<String> tag, Collection<Supervised> processes, Duration grace)
            throws InterruptedException {
        Members members = new Members(tag);
        processes.forEach(process -> process.addTo(members));
        return end(members, grace);
    }

    /** Ends every process with exactly this tag. */
    public static boolean endExactly(String tag, Duration grace) throws InterruptedException {
        return end(new Members(tag::equals), grace);
    }

    /** Ends every process of this home whose tag is not to be kept. */
    public static boolean endOthers(String tagPrefix, Predicate<String> keep, Duration grace)
            throws InterruptedException {
        return end(new Members(tag -> tag.startsWith(tagPrefix) && !keep.test(tag)), grace);
    }

    /** Ends a process, its session, its descendants and all that carry its tag or its mark. */
    static boolean end(ProcessIdentity root, String tag, @Nullable ProcessMark mark, Duration grace)
            throws InterruptedException {
        Members members = new Members(tag::equals);
        members.add(root, mark);
        return end(members, grace);
    }

    private static boolean end(Members selection, Duration grace) throws InterruptedException {
        List<ProcessHandle> left = ask(selection, grace);
        long deadline = System.nanoTime() + LAST_WAIT.toNanos();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            left.forEach(ProcessHandle::destroyForcibly);
            await(left, Duration.ofMillis(200));
            left = selection.now();
        }
        return left.isEmpty();
    }

    /**
     * Asks again for as long as there are new ones: a process that has just been started may not be in its sandbox yet. Looks through
     * all processes of the machine no more often than that needs, as requests wait meanwhile.
     *
     * @return those that are left
     */
    private static List<ProcessHandle> ask(Members selection, Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        Set<Long> asked = new HashSet<>();
        List<ProcessHandle> members = selection.now();
        while (!members.isEmpty()) {
            for (ProcessHandle member : members) {
                if (!guard(member) && asked.add(member.pid())) {
                    member.destroy();
                }
            }
            await(members, Duration.ofNanos(Math.min(AGAIN_NANOS, deadline - System.nanoTime())));
            members = selection.now();
            if (System.nanoTime() >= deadline) {
                break;
            }
        }
        return members;
    }

    /** The sandbox's own process ends when what runs in it has ended; asking it would take the inside down at once. */
    private static boolean guard(ProcessHandle handle) {
        return ProcFile.stat(handle.pid())
                .filter(stat -> stat.command().equals("bwrap"))
                .isPresent();
    }

    /** There is no event for the end of a process that is somebody else's child, so this asks again and again. */
    private static void await(List<ProcessHandle> handles, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (handles.stream().anyMatch(TaggedProcesses::running) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    static boolean running(ProcessHandle handle) {
        return ProcFile.present()
                ? ProcFile.stat(handle.pid()).filter(ProcFile.Stat::running).isPresent()
                : handle.isAlive();
    }
}
