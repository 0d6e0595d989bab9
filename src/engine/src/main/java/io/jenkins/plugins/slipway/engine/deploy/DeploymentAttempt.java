package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Integrity;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One deployment from taking the lock to giving it back. Up to the announcement at the target every failure leaves everything
 * as it was; from there {@link Transaction} takes over.
 */
final class DeploymentAttempt {
    private final DeployPorts ports;
    private final DeployPlanner planner;
    private final DeployPlan plan;
    private final DeployListener listener;
    private final Cancellation cancellation;
    private final DeploymentRecorder recorder;

    DeploymentAttempt(
            DeployPorts ports,
            DeployPlanner planner,
            DeployPlan plan,
            DeployListener listener,
            Cancellation cancellation) {
        this.ports = ports;
        this.planner = planner;
        this.plan = plan;
        this.listener = listener;
        this.cancellation = cancellation;
        this.recorder = new DeploymentRecorder(listener);
    }

    /**
     * Carries the plan out.
     *
     * @throws RefusedException if nothing was changed
     * @throws DeploymentFailedException if the release is not live, or is and something after that failed
     */
    Ended run() throws InterruptedException {
        try (recorder) {
            Lock lock = lock();
            Transaction transaction;
            try {
                transaction = prepare(lock);
            } catch (RuntimeException | Error e) {
                closeQuietly(lock, e);
                throw e;
            }
            Ended ended;
            try {
                ended = transaction.run();
            } catch (RuntimeException | Error e) {
                closeQuietly(lock, e);
                throw e;
            }
            unlock(lock);
            ended = transaction.finish(ended);
            copy(ended.result());
            return ended;
        }
    }

    private Lock lock() throws InterruptedException {
        recorder.started(EngineSteps.LOCK);
        long begun = System.nanoTime();
        Lock lock = ports.target()
                .lock(
                        new Target.LockRequest(
                                plan.release().project(),
                                plan.environment().name(),
                                plan.request().by() + ", with release "
                                        + plan.release().number(),
                                plan.environment().waiting(),
                                plan.request().lockTimeout()),
                        holder -> {
                            listener.waitingFor(holder);
                            recorder.event("waiting", Map.of("holder", holder));
                        },
                        cancellation);
        recorder.ended(EngineSteps.LOCK, PhaseState.DONE, Transaction.since(begun), Map.of());
        return lock;
    }

    private Transaction prepare(Lock lock) {
        List<Deployment> closed = new DeploymentRecovery(ports)
                .closeUnderLock(plan.release().project(), plan.environment().name(), lock);
        closed.forEach(one -> recorder.note("Deployment " + one.number() + " of release " + one.release()
                + " was interrupted before it recorded its result; it is recorded as " + one.state() + "."));
        Target.Live live = lock.live();
        Drift drift = planner.recheck(plan, live.release());
        verify();
        if (cancellation.isCancelled()) {
            throw new LifecycleFailedException("The deployment of release "
                    + plan.release().number() + " was cancelled before it began. Nothing was changed.");
        }
        Deployment record = begin(live, drift);
        listener.numbered(record.number());
        try {
            Path folder = ports.journalOf(record.project(), record.environment(), record.number());
            Journal journal = openJournal(folder);
            recorder.open(journal);
            recorder.event("deployment-started", facts(record));
            ReleaseSpec spec = plan.spec(record.number(), journal.folder());
            LeasedDeployment leased = lock.begin(spec);
            return new Transaction(ports, plan, record, leased, recorder, cancellation);
        } catch (RuntimeException e) {
            endUnchanged(record, e);
            throw e;
        }
    }

    private void verify() {
        recorder.started(EngineSteps.VERIFY);
        long begun = System.nanoTime();
        try {
            for (ReleaseSpec.Artifact application : plan.applications()) {
                Integrity integrity = ports.artifacts().verify(application.digest(), Progress.none());
                String name = "The artifact of application ‘" + application.application() + "’ in release "
                        + plan.release().number() + " (" + application.digest() + ")";
                if (integrity instanceof Integrity.Altered altered) {
                    throw new RefusedException(name + " was altered since it was frozen: " + altered.detail()
                            + ". Nothing was deployed. Find out who wrote to the artifact store, then build again.");
                }
                if (integrity instanceof Integrity.Missing) {
                    throw new RefusedException(
                            name + " is no longer in the artifact store. Nothing was deployed. Build again.");
                }
                recorder.say(
                        EngineSteps.VERIFY,
                        "‘" + application.application() + "’ is intact: " + application.digest() + ".");
            }
        } catch (IOException e) {
            throw new RefusedException(
                    "The artifacts cannot be read to verify them (" + e + "). Nothing was deployed.", e);
        }
        recorder.ended(EngineSteps.VERIFY, PhaseState.DONE, Transaction.since(begun), Map.of());
    }

    private Deployment begin(Target.Live live, Drift drift) {
        try {
            return ports.deployments()
                    .begin(
                            plan.release().project(),
                            plan.environment().name(),
                            plan.kind(),
                            plan.release().number(),
                            live.release(),
                            live.highest(),
                            ports.clock().instant(),
                            plan.request().by(),
                            drift.reason(plan.reason()));
        } catch (SlipwayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RefusedException(
                    "The records cannot be written (" + e.getMessage() + "). Nothing was deployed.", e);
        }
    }

    private Journal openJournal(Path folder) {
        try {
            return ports.journal().create(folder);
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    "The journal cannot be written to " + folder + " (" + e.getMessage() + "). Nothing was deployed.",
                    e);
        }
    }

    private Map<String, Object> facts(Deployment record) {
        return Map.of(
                "project", record.project(),
                "environment", record.environment(),
                "deployment", record.number(),
                "kind", record.kind().name(),
                "release", record.release(),
                "previous", Objects.requireNonNullElse(record.previous(), 0),
                "by", record.by(),
                "reason", record.reason());
    }

    /** The target was not touched; the record says so, or is closed by {@link DeploymentRecovery} later. */
    private void endUnchanged(Deployment record, RuntimeException cause) {
        try {
            State state = record.previous() == null ? State.FAILED : State.RESTORED;
            ports.deployments()
                    .end(record, state, ports.clock().instant(), Transaction.message(cause), recorder.phases());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void unlock(Lock lock) {
        recorder.mustGoOn();
        recorder.started(EngineSteps.UNLOCK);
        long begun = System.nanoTime();
        PhaseState state = PhaseState.DONE;
        try {
            lock.close();
        } catch (RuntimeException e) {
            state = PhaseState.FAILED;
            recorder.note("The lock of environment ‘" + plan.environment().name() + "’ was not released cleanly ("
                    + e.getMessage() + "); it ends with this command.");
        }
        recorder.ended(EngineSteps.UNLOCK, state, Transaction.since(begun), Map.of());
    }

    private static void closeQuietly(Lock lock, Throwable cause) {
        try {
            lock.close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void copy(DeployResult result) {
        Path directory = plan.request().projectDirectory();
        if (directory == null) {
            return;
        }
        Path folder = ports.journalOf(plan.release().project(), result.environment(), result.deployment());
        try {
            ProjectCopy.write(directory, folder, plan.release(), result);
        } catch (IOException e) {
            listener.note("No copies were put in " + directory.resolve(".slipway/out") + " (" + e.getMessage()
                    + "); the originals are in " + folder + ".");
        }
    }

    /**
     * How an attempt ended.
     *
     * @param failure null if all went well
     * @param bad whether the release went live and then failed its watch
     */
    record Ended(DeployResult result, @Nullable Failure failure, boolean bad) {
        static Ended well(DeployResult result) {
            return new Ended(result, null, false);
        }
    }

    record Failure(String message, Throwable cause) {}
}
