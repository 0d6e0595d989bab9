package io.jenkins.plugins.slipway.engine.target;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The locks of all places of an environment, under one lease. */
final class JointLock implements Lock {
    private final Map<TargetPart, Lock> locks;
    private final Lease lease;
    private final Function<Map<TargetPart, Target.Live>, Target.Live> together;
    private final Function<List<ReleaseSpec.Artifact>, List<TargetPart>> order;

    /**
     * @param together makes one answer of what the places say
     * @param order of the places, given that of the applications
     */
    JointLock(
            Map<TargetPart, Lock> locks,
            Lease lease,
            Function<Map<TargetPart, Target.Live>, Target.Live> together,
            Function<List<ReleaseSpec.Artifact>, List<TargetPart>> order) {
        this.together = together;
        this.locks = locks;
        this.lease = lease;
        this.order = order;
    }

    @Override
    public Target.Live live() {
        Map<TargetPart, Target.Live> seen = new LinkedHashMap<>();
        locks.forEach((part, lock) -> {
            Target.Live live = lock.live();
            if (live.highest() > 0 || live.release() != null) {
                seen.put(part, live);
            }
        });
        return together.apply(seen);
    }

    @Override
    public LeasedDeployment begin(ReleaseSpec spec) {
        lease.requireHeld();
        Integer previous = live().release();
        Map<TargetPart, LeasedDeployment> begun = new LinkedHashMap<>();
        for (TargetPart part : order.apply(spec.applications())) {
            begun.put(part, lock(part).begin(part.own(spec)));
        }
        return new JointDeployment(begun, lease, new JointOutcome(spec.token(), spec.release(), previous));
    }

    @Override
    public Optional<Settlement> resume(InterruptedDeployment interrupted) {
        List<String> begun =
                interrupted.handles().stream().map(OperationHandle::place).toList();
        Map<TargetPart, Settlement> left = new LinkedHashMap<>();
        locks.forEach((part, lock) -> {
            // All places are prepared before one switches; without a journal each of them may have.
            if (begun.isEmpty() || begun.contains(part.label())) {
                left.put(
                        part,
                        lock.resume(part.own(interrupted)).orElseGet(() -> new Settled(lock.live(), interrupted)));
            }
        });
        return Optional.of(new JointSettlement(
                inSwitchOrder(left, begun),
                lease,
                new JointOutcome(interrupted.number(), interrupted.release(), interrupted.previous())));
    }

    /** As the dead deployer switched them: its journal says which came first. */
    private static Map<TargetPart, Settlement> inSwitchOrder(Map<TargetPart, Settlement> parts, List<String> begun) {
        Map<TargetPart, Settlement> ordered = new LinkedHashMap<>();
        parts.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        part -> begun.lastIndexOf(part.getKey().label())))
                .forEach(part -> ordered.put(part.getKey(), part.getValue()));
        return ordered;
    }

    private Lock lock(TargetPart part) {
        Lock lock = locks.get(part);
        if (lock == null) {
            throw new IllegalStateException("no lock of place " + part.label());
        }
        return lock;
    }

    @Override
    public void close() {
        close(locks.values(), lease);
    }

    /** The lease last: until then nobody else is to come. */
    static void close(Collection<Lock> locks, Lease lease) {
        RuntimeException failure = null;
        for (Lock lock : locks) {
            try {
                lock.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        lease.close();
        if (failure != null) {
            throw failure;
        }
    }
}
