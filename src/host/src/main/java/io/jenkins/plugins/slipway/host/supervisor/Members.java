package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.process.ProcessMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of the machine's processes belong together, found by one walk through all of them. */
final class Members {
    /** A child of this process may be about to become a member: it has its tag from the moment at which its program begins. */
    private static final long SELF = ProcessHandle.current().pid();

    private final Predicate<String> tag;
    private final Set<Long> roots = new HashSet<>();
    private final List<ProcessMark> marks = new ArrayList<>();
    /** Processes of others, by number, with the time of their start: the next walk need not read what they were started with. */
    private final Map<Long, Long> strangers = new HashMap<>();

    /** Those whose tag passes. */
    Members(Predicate<String> tag) {
        this.tag = tag;
    }

    /** Also a process, its session, its descendants, and those with the mark. */
    void add(ProcessIdentity root, @Nullable ProcessMark mark) {
        // The kernel keeps the number of a dead process for as long as a session is named by it.
        if (root.alive() || ProcessHandle.of(root.pid()).isEmpty()) {
            roots.add(root.pid());
        }
        if (mark != null) {
            marks.add(mark);
        }
    }

    /** Those that run now. */
    List<ProcessHandle> now() {
        Map<Long, ProcessHandle> result = new LinkedHashMap<>();
        Map<Long, Long> parents = new HashMap<>();
        for (long pid : ProcFile.pids()) {
            if (belongs(pid, parents)) {
                ProcessHandle.of(pid).ifPresent(handle -> result.put(pid, handle));
            }
        }
        parents.keySet().stream()
                .filter(pid -> descends(pid, parents))
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(handle -> result.put(pid, handle)));
        for (long root : roots) {
            ProcessHandle.of(root).ifPresent(handle -> {
                if (!ProcFile.present()) {
                    handle.descendants().forEach(child -> result.put(child.pid(), child));
                }
                result.put(root, handle);
            });
        }
        result.values().removeIf(handle -> !TaggedProcesses.running(handle));
        return new ArrayList<>(result.values());
    }

    /** @param parents takes the process' parent, if anybody's descendants are asked for */
    private boolean belongs(long pid, Map<Long, Long> parents) {
        Optional<ProcFile.Stat> stat = ProcFile.stat(pid);
        if (stat.isEmpty() || stat.get().kernel()) {
            return false;
        }
        if (!roots.isEmpty()) {
            parents.put(pid, stat.get().parent());
        }
        if (roots.contains(stat.get().session())) {
            return true;
        }
        Long seen = strangers.get(pid);
        if (seen != null && seen == stat.get().startTicks()) {
            return false;
        }
        boolean member =
                ProcFile.variable(pid, TaggedProcesses.VARIABLE).filter(tag).isPresent()
                        || marks.stream().anyMatch(mark -> mark.isOn(pid));
        if (!member && stat.get().parent() != SELF) {
            strangers.put(pid, stat.get().startTicks());
        }
        return member;
    }

    private boolean descends(long pid, Map<Long, Long> parents) {
        Long parent = parents.get(pid);
        // A walk over numbers that are given anew meanwhile might go round.
        for (int steps = parents.size(); parent != null && steps > 0; steps--) {
            if (roots.contains(parent)) {
                return true;
            }
            parent = parents.get(parent);
        }
        return false;
    }
}
