package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.Event;
import io.jenkins.plugins.slipway.host.control.LockedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A deployment whose phases the daemon performs. */
final class LocalDeployment implements LeasedDeployment {
    private final LocalTarget target;
    private final ControlClient client;
    private final ReleaseSpec spec;
    private final List<String> urls;
    private Set<String> idle = Set.of();
    private boolean afterHooks;

    LocalDeployment(LocalTarget target, ControlClient client, ReleaseSpec spec, List<String> urls) {
        this.target = target;
        this.client = client;
        this.spec = spec;
        this.urls = urls;
    }

    @Override
    public Operation operation(PlannedStep step) {
        String name = step.name();
        // The first look at the applications' health is never idle, and has the same name.
        boolean known = idle.contains(name) && (afterHooks || !name.equals(Phase.HEALTH.key()));
        afterHooks |= name.equals(Phase.DEPLOY.key());
        return new LocalOperation(this, step, spec.token(), known);
    }

    StepResult perform(PlannedStep step, OutputSink log, Cancellation cancellation) throws InterruptedException {
        try {
            Phase phase = Phase.valueOf(step.name().toUpperCase(Locale.ROOT));
            StepResult result = call(new LockedRequest.Perform(spec.token(), phase), log, cancellation);
            if (phase == Phase.PREPARE) {
                idle = idlePhases();
            }
            return result;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Nothing is to be done. Who has lost the lock hears it all the same. */
    StepResult skip() {
        if (client.ended().isDone()) {
            throw lost(new IOException("the connection ended"));
        }
        return StepResult.SKIPPED;
    }

    /** The phases that need not be asked for, one by one, while requests wait. */
    private Set<String> idlePhases() throws IOException, InterruptedException {
        try {
            return Set.copyOf(client.call(new LockedRequest.Idle(spec.token())));
        } catch (RefusedException e) {
            // A daemon that does not know the question yet, or one that will say at the next phase what is wrong.
            return Set.of();
        }
    }

    @Override
    public boolean isSwitched() {
        return isCommitted();
    }

    private boolean isCommitted() {
        return target.outcome(spec.project(), spec.environment().name())
                .filter(live -> live.deployment() == spec.token())
                .isPresent();
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
        try {
            return call(new LockedRequest.Restore(spec.token(), reason), log, Cancellation.never());
        } catch (IOException | RefusedException e) {
            // The daemon has restored by itself, or the next one does as soon as it is started.
            return written().orElseThrow(() -> lost(e));
        }
    }

    @Override
    public DeploymentOutcome keep(String reason) {
        try {
            return client.call(new LockedRequest.Keep(spec.token(), reason));
        } catch (IOException e) {
            return written().orElseThrow(() -> lost(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the deployment was interrupted", e);
        }
    }

    /** What the host has written down of this deployment, once it knows. */
    private Optional<DeploymentOutcome> written() {
        return target.outcome(spec.project(), spec.environment().name()).map(live -> live.outcomeOf(spec.token()));
    }

    @Override
    public void commit() {
        try {
            client.call(new LockedRequest.Commit(spec.token()));
        } catch (IOException e) {
            // The daemon may have written it down before it ended.
            if (!isCommitted()) {
                throw lost(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the deployment was interrupted", e);
        }
    }

    @Override
    public List<String> urls() {
        return urls;
    }

    private <A> A call(LockedRequest<A> request, OutputSink log, Cancellation cancellation)
            throws IOException, InterruptedException {
        return client.call(request, Event.into(log), cancellation);
    }

    /** The connection is gone: the daemon took the lease away, or it is gone itself and the next one restores. */
    private RefusedException lost(Exception cause) {
        return new RefusedException(
                written()
                        .filter(outcome -> !outcome.reason().isEmpty())
                        .map(outcome -> outcome.reason() + ". Deploy again")
                        .orElseGet(() -> "the connection to the host daemon was lost in deployment " + spec.token()
                                + " of ‘" + spec.environment().name() + "’; ‘slipway status’ says what is live"),
                cause);
    }
}
