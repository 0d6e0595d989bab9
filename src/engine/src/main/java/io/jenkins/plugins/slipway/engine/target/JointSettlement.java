package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Brings what several places did for one deployment to one end: all of it or none. */
final class JointSettlement implements Settlement {
    private final Map<TargetPart, ? extends Settlement> parts;
    private final Lease lease;
    private final JointOutcome outcome;

    /** @param parts in the order in which they switch */
    JointSettlement(Map<TargetPart, ? extends Settlement> parts, Lease lease, JointOutcome outcome) {
        this.parts = parts;
        this.lease = lease;
        this.outcome = outcome;
    }

    @Override
    public boolean isSwitched() {
        return !parts.isEmpty() && parts.values().stream().allMatch(Settlement::isSwitched);
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
        List<Settlement> reverse = new ArrayList<>(parts.values());
        Collections.reverse(reverse);
        List<DeploymentOutcome> outcomes = new ArrayList<>();
        RuntimeException failure = null;
        for (Settlement part : reverse) {
            lease.requireHeld();
            try {
                outcomes.add(part.restore(reason, log));
            } catch (RuntimeException e) {
                // The others are taken back all the same; this one is asked again by the next command.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return outcome.of(reason, outcomes);
    }

    /** Places that let held requests through come last: until then everything can still be taken back. */
    @Override
    public void commit() {
        for (Settlement part : JointDeployment.holdingLast(parts)) {
            lease.requireHeld();
            part.commit();
        }
    }
}
