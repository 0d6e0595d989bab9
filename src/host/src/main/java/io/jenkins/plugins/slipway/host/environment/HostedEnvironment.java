package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import io.jenkins.plugins.slipway.host.object.ObjectRequests;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import io.jenkins.plugins.slipway.host.service.RequiredServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One environment as its deployers see it: a lock, and phases that only the holder of the lock with the newest number may perform.
 * Safe for use by several threads.
 */
public final class HostedEnvironment {
    private final EnvironmentRuntime runtime;
    private final DeployerRights rights;
    private volatile @Nullable Ticket recovering;
    private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    HostedEnvironment(SharedResources tools, Layout layout, EnvironmentRuntime.Siblings siblings) {
        this.runtime = new EnvironmentRuntime(tools, layout, siblings);
        this.rights = new DeployerRights(layout.environment());
    }

    public String project() {
        return runtime.layout().project();
    }

    public String name() {
        return runtime.layout().environment();
    }

    EnvironmentRuntime runtime() {
        return runtime;
    }

    public Live inspect() {
        EnvironmentState state = runtime.state();
        Installation live = state.live();
        ReleaseProcesses processes = runtime.live();
        return new Live(
                live == null ? null : live.spec().release(),
                live == null ? 0 : live.spec().token(),
                state.highest(),
                live != null && !settled.isDone() ? "starting" : processes == null ? "stopped" : health(processes),
                rights.holder(),
                state.ended());
    }

    private String health(ReleaseProcesses processes) {
        String health = processes.health();
        return health.equals("healthy") && !runtime.services().alive() ? "failing" : health;
    }

    /** The port of the loopback address that means this environment; 0 if connections are not taken there now. */
    public int ownPort() {
        return runtime.tools().router().ownPort(runtime.layout().key());
    }

    public Traffic traffic() {
        return runtime.tools().router().traffic(runtime.layout().key());
    }

    /** What a deployment would do to objects, a line for each that changes. Changes nothing. */
    public List<String> preview(ReleaseSpec spec, OutputSink sink) throws InterruptedException {
        Installation imagined = new Installation(spec, Map.of(), Map.of());
        return runtime.tools().objects().preview(new RuntimeObjectContext(runtime, imagined), spec, sink);
    }

    /** Does what is still to be done about subscriptions. Waits for a restore that is under way. */
    public JsonNode reconcile(Ticket ticket, OutputSink sink, Cancellation cancellation) throws InterruptedException {
        return rights.held(
                ticket,
                () -> new ObjectRequests(runtime.tools().objects()).reconcile(project(), name(), sink, cancellation));
    }

    public Ticket lock(String holder, Wait policy, EnvironmentLock.Waiter waiter) {
        return rights.request(holder, policy, waiter);
    }

    /** Takes variables for the hooks of the deployment that follows. They are forgotten when the lock is given back. */
    public void entrust(Ticket ticket, Secrets secrets) {
        rights.entrusting(ticket, () -> runtime.entrust(secrets));
    }

    /**
     * Announces a deployment. Its number must be higher than every one seen before.
     *
     * @return where it will answer
     */
    public List<String> begin(Ticket ticket, ReleaseSpec spec) {
        return rights.announcing(ticket, spec.token(), () -> {
            runtime.installations().announced(spec, ticket.holder());
            return EnvironmentAddresses.urls(spec, runtime.tools().router().port());
        });
    }

    /** Performs a phase of the deployment that was announced. */
    public StepResult perform(Ticket ticket, int number, Phase phase, OutputSink sink, Cancellation cancellation)
            throws InterruptedException {
        return rights.performing(ticket, number, cancellation, () -> {
            boolean afterHooks = runtime.installations().begun(phase).equals(Phase.DEPLOY.key());
            return new Rollout(runtime).perform(phase, afterHooks, new PhaseLog(sink), cancellation);
        });
    }

    /** The keys of the phases of the deployment in which there is nothing to do; known once it was prepared. */
    public List<String> idle(Ticket ticket, int number) throws InterruptedException {
        return rights.deploying(ticket, number, () -> new IdlePhases(runtime).keys());
    }

    /** Brings back what was live before the deployment was announced, because of the reason. */
    public DeploymentOutcome restore(Ticket ticket, int number, String reason, OutputSink sink)
            throws InterruptedException {
        return rights.deploying(ticket, number, () -> new Restoration(runtime).restore(reason, new PhaseLog(sink)));
    }

    /** The backups of the environment, newest first. */
    public List<Backup> backups() {
        return new EnvironmentBackups(runtime).list();
    }

    /**
     * Takes a backup of what is live.
     *
     * @throws RefusedException if nothing is, or it has no data
     */
    public Backup createBackup(Ticket ticket, OutputSink sink, Cancellation cancellation) throws InterruptedException {
        return rights.held(
                ticket,
                () -> new EnvironmentBackups(runtime).create(ticket.holder(), new PhaseLog(sink), cancellation));
    }

    /**
     * Puts a backup in the place of the data that is there. Goes on if whoever asked for it is lost.
     *
     * @return the backup of what was there before; empty if there was nothing
     */
    public Optional<Backup> restoreBackup(Ticket ticket, String id, OutputSink sink) throws InterruptedException {
        return rights.held(ticket, () -> new EnvironmentBackups(runtime).restore(id, new PhaseLog(sink)));
    }

    /** Makes the deployment final. */
    public void commit(Ticket ticket, int number) throws InterruptedException {
        rights.deploying(ticket, number, () -> {
            new Commit(runtime).perform();
            return Boolean.TRUE;
        });
    }

    /** Leaves a deployment that failed for the reason as it is. */
    public DeploymentOutcome keep(Ticket ticket, int number, String reason) throws InterruptedException {
        return rights.deploying(ticket, number, () -> {
            EnvironmentState.Attempt attempt = runtime.state().attempt();
            if (attempt == null || !attempt.switching()) {
                // Nothing was touched yet: there is nothing to look at, and no reason to take the old release down.
                return new Restoration(runtime).restore(reason, new PhaseLog(OutputSink.discard()));
            }
            runtime.router().suspend();
            ParentClone.settle(runtime.layout());
            DeploymentOutcome.Kept kept = new DeploymentOutcome.Kept(number, reason);
            runtime.installations().kept(kept);
            runtime.router().settleNames();
            return kept;
        });
    }

    /**
     * The holder, or who waits, gives up or is gone. What it left half done is undone before anybody else gets the lock.
     *
     * @param reason why its deployment was undone, such as {@code its connection ended}
     */
    public void release(Ticket ticket, String reason) throws InterruptedException {
        rights.release(
                ticket,
                reason,
                () -> {
                    EnvironmentState.Attempt attempt = runtime.state().attempt();
                    if (attempt != null) {
                        undo(attempt, reason);
                    }
                    return Boolean.TRUE;
                },
                () -> runtime.entrust(Secrets.none()));
    }

    /** Answers at the names that it still holds. */
    void announceAgain() {
        EnvironmentState state = runtime.state();
        Installation live = state.live();
        if (state.attempt() != null) {
            runtime.router().announce(live, state.attempt().next());
        } else if (live != null) {
            runtime.router().announce(live);
        }
    }

    /** Gives back a lock that no deployment was announced with. */
    void unlock(Ticket ticket) {
        rights.release(ticket);
    }

    /** After a start of the daemon, first of all: says where requests go, and keeps deployers away from what was cut off. */
    void announce() {
        new EnvironmentRecovery(runtime).announce();
        EnvironmentState.Attempt attempt = runtime.state().attempt();
        if (attempt != null) {
            recovering = rights.request(
                    "the host, which undoes deployment " + attempt.next().spec().token() + " by " + attempt.holder(),
                    Wait.QUEUE,
                    holder -> {});
        }
    }

    /** Then takes over what runs, and undoes what was cut off. */
    CompletableFuture<Void> recover(Executor executor) {
        CompletableFuture<Void> result = CompletableFuture.runAsync(
                () -> {
                    try {
                        recover();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                executor);
        settled = result.handle((done, failure) -> null);
        return result;
    }

    /** Completes once it is known what became of what an earlier daemon left. */
    public CompletableFuture<Void> settled() {
        return settled.copy();
    }

    private void recover() throws InterruptedException {
        try {
            rights.alone(() -> {
                new EnvironmentRecovery(runtime).recover(this::undo);
                return Boolean.TRUE;
            });
        } finally {
            Ticket ticket = recovering;
            if (ticket != null) {
                rights.release(ticket);
            }
        }
    }

    /** Leaves the processes to another daemon, or ends them. */
    void close(boolean endProcesses) throws InterruptedException {
        rights.alone(() -> {
            ReleaseProcesses live = runtime.live();
            if (live != null) {
                live.release();
                if (endProcesses) {
                    runtime.router().suspend();
                    live.end(EnvironmentRuntime.GRACE);
                }
            }
            if (endProcesses) {
                runtime.services().retain(RequiredServices.NONE);
            } else {
                runtime.services().release();
            }
            return Boolean.TRUE;
        });
    }

    private void undo(EnvironmentState.Attempt attempt, String cause) throws InterruptedException {
        Installation next = attempt.next();
        runtime.note(next, "lost", cause);
        String reason = "deployment " + next.spec().token() + " of release "
                + next.spec().release() + " by " + attempt.holder() + " was undone"
                + (attempt.phase().isEmpty() ? "" : " in phase ‘" + attempt.phase() + "’") + ", because " + cause;
        DeploymentOutcome outcome = new Restoration(runtime).restore(reason, new PhaseLog(OutputSink.discard()));
        runtime.note(next, "restored", outcome.account());
    }
}
