package io.jenkins.plugins.slipway.engine.target;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The locks of all places of an environment, under one lease. */
final class JointLock implements Lock {
    private final Map<TargetPart, Lock> locks;
    private final Lease lease;
    private final Function<List<ReleaseSpec.Artifact>, List<TargetPart>> order;

    JointLock(Map<TargetPart, Lock> locks, Lease lease, Function<List<ReleaseSpec.Artifact>, List<TargetPart>> order) {
        this.locks = locks;
        this.lease = lease;
        this.order = order;
    }

    @Override
    public Target.Live live() {
        return JointLive.of(
                locks.size(),
                locks.values().stream()
                        .map(Lock::live)
                        .filter(live -> live.highest() > 0 || live.release() != null)
                        .toList(),
                null);
    }

    @Override
    public LeasedDeployment begin(ReleaseSpec spec) {
        lease.requireHeld();
        Map<TargetPart, LeasedDeployment> begun = new LinkedHashMap<>();
        for (TargetPart part : order.apply(spec.applications())) {
            begun.put(part, lock(part).begin(part.own(spec)));
        }
        return new JointDeployment(begun, lease, spec.token(), spec.release());
    }

    @Override
    public Optional<Settlement> resume(InterruptedDeployment interrupted) {
        Map<TargetPart, Settlement> left = new LinkedHashMap<>();
        locks.forEach((part, lock) -> left.put(
                part, lock.resume(part.own(interrupted)).orElseGet(() -> new Settled(lock.live(), interrupted))));
        return Optional.of(new JointSettlement(left, lease, interrupted.number(), interrupted.release()));
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
