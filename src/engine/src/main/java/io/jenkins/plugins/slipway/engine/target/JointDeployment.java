package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One deployment over several places. */
final class JointDeployment implements LeasedDeployment {
    private final Map<TargetPart, LeasedDeployment> parts;
    private final Lease lease;
    private final JointOutcome outcome;
    private final Settlement settlement;

    /** @param parts in the order in which they switch */
    JointDeployment(Map<TargetPart, LeasedDeployment> parts, Lease lease, JointOutcome outcome) {
        this.parts = parts;
        this.lease = lease;
        this.outcome = outcome;
        this.settlement = new JointSettlement(parts, lease, outcome);
    }

    @Override
    public Operation operation(PlannedStep step) {
        lease.requireHeld();
        Map.Entry<TargetPart, LeasedDeployment> at = parts.entrySet().stream()
                .filter(one -> one.getKey().label().equals(step.place()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no place " + step.place()));
        TargetPart part = at.getKey();
        Operation own = at.getValue().operation(step.within());
        return new Operation() {
            @Override
            public OperationHandle handle() {
                return part.labelled(own.handle());
            }

            @Override
            public StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException {
                lease.requireHeld();
                return own.run(log, cancellation);
            }
        };
    }

    @Override
    public boolean isSwitched() {
        return settlement.isSwitched();
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
        return settlement.restore(reason, log);
    }

    @Override
    public DeploymentOutcome keep(String reason) {
        List<DeploymentOutcome> outcomes = new ArrayList<>();
        for (LeasedDeployment part : parts.values()) {
            lease.requireHeld();
            outcomes.add(part.keep(reason));
        }
        return outcome.of(reason, outcomes);
    }

    @Override
    public void commit() {
        settlement.commit();
    }

    @Override
    public List<String> urls() {
        return parts.values().stream().flatMap(part -> part.urls().stream()).toList();
    }

    /** What is left of the places, those last whose step was planned last; see {@link JointTarget#plan}. */
    static List<Settlement> holdingLast(Map<TargetPart, ? extends Settlement> parts) {
        List<Settlement> ordered = new ArrayList<>();
        List<Settlement> holding = new ArrayList<>();
        parts.forEach((part, settlement) -> (part.holdsRequests() ? holding : ordered).add(settlement));
        ordered.addAll(holding);
        return ordered;
    }
}
