package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
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
import io.jenkins.plugins.slipway.host.backup.Backups;
import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.process.DataScripts;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.process.Scripts;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import io.jenkins.plugins.slipway.host.object.ObjectRequests;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import io.jenkins.plugins.slipway.host.service.RequiredServices;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One environment as its deployers see it: a lock, and phases that only the holder of the lock with the newest number may perform.
 * Safe for use by several threads.
 */
public final class HostedEnvironment {
    private final EnvironmentRuntime runtime;
    private final EnvironmentLock lock;
    /** One act at a time changes what runs here. */
    private final ReentrantLock acting = new ReentrantLock(true);

    private @Nullable Ticket deployer;
    private @Nullable Ticket entrustedTo;
    private int token;
    private @Nullable Cancellation underWay;
    private volatile @Nullable Ticket recovering;
    private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    HostedEnvironment(SharedResources tools, Layout layout, EnvironmentRuntime.Siblings siblings) {
        this.runtime = new EnvironmentRuntime(tools, layout, siblings);
        this.lock = new EnvironmentLock(layout.environment());
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
                lock.holder(),
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
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkHeld(ticket);
            }
            return new ObjectRequests(runtime.tools().objects()).reconcile(project(), name(), sink, cancellation);
        } finally {
            acting.unlock();
        }
    }

    public Ticket lock(String holder, Wait policy, EnvironmentLock.Waiter waiter) {
        return lock.request(holder, policy, waiter);
    }

    /** Takes variables for the hooks of the deployment that follows. They are forgotten when the lock is given back. */
    public synchronized void entrust(Ticket ticket, Secrets secrets) {
        checkHeld(ticket);
        entrustedTo = ticket;
        runtime.entrust(secrets);
    }

    /** Announces a deployment. Its number must be higher than every one seen before. */
    public List<String> begin(Ticket ticket, ReleaseSpec spec) {
        synchronized (this) {
            checkHeld(ticket);
            if (runtime.state().attempt() != null) {
                throw new RefusedException("a deployment of ‘" + name() + "’ is under way already");
            }
            int highest = runtime.state().highest();
            if (spec.token() <= highest) {
                throw new RefusedException("deployment " + spec.token() + " of ‘" + name()
                        + "’ comes too late: deployment " + highest + " came first");
            }
            Map<String, Integer> ports = new LinkedHashMap<>();
            for (Role role : new Installation(spec, Map.of(), Map.of()).roles()) {
                ApplicationConfig.Web web = role.application().web();
                if (role.web() && web != null && !web.socketFamily().equals("unix")) {
                    ports.put(role.process(), runtime.tools().ports().take());
                }
            }
            Installation next = new Installation(spec, ports, Map.of());
            runtime.update(state -> state.withHighest(spec.token())
                    .withEnded(null)
                    .withAttempt(new EnvironmentState.Attempt(next, ticket.holder())));
            deployer = ticket;
            token = spec.token();
            return EnvironmentAddresses.urls(spec, runtime.tools().router().port());
        }
    }

    /** Performs a phase of the deployment that was announced. */
    public StepResult perform(Ticket ticket, int number, Phase phase, OutputSink sink, Cancellation cancellation)
            throws InterruptedException {
        acting.lockInterruptibly();
        try {
            boolean afterHooks;
            synchronized (this) {
                checkDeployer(ticket, number);
                underWay = cancellation;
                EnvironmentState.Attempt before = runtime.state().attempt();
                afterHooks = before != null && before.phase().equals(Phase.DEPLOY.key());
                runtime.update(state -> {
                    EnvironmentState.Attempt attempt = state.attempt();
                    boolean switching = phase.compareTo(Phase.UNMOUNT) >= 0;
                    return attempt == null ? state : state.withAttempt(attempt.inPhase(phase.key(), switching));
                });
            }
            StepResult result = new Rollout(runtime).perform(phase, afterHooks, new PhaseLog(sink), cancellation);
            synchronized (this) {
                checkDeployer(ticket, number);
            }
            return result;
        } catch (io.jenkins.plugins.slipway.engine.LifecycleFailedException e) {
            synchronized (this) {
                // A phase that was cut off because the holder was lost fails for that reason.
                checkDeployer(ticket, number);
            }
            throw e;
        } finally {
            synchronized (this) {
                underWay = null;
            }
            acting.unlock();
        }
    }

    /** The keys of the phases of the deployment in which there is nothing to do; known once it was prepared. */
    public List<String> idle(Ticket ticket, int number) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkDeployer(ticket, number);
            }
            return new IdlePhases(runtime).keys();
        } finally {
            acting.unlock();
        }
    }

    /** Brings back what was live before the deployment was announced, because of the reason. */
    public DeploymentOutcome restore(Ticket ticket, int number, String reason, OutputSink sink)
            throws InterruptedException {
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkDeployer(ticket, number);
            }
            return new Restoration(runtime).restore(reason, new PhaseLog(sink));
        } finally {
            acting.unlock();
        }
    }

    /** The backups of the environment, newest first. */
    public List<Backup> backups() {
        try {
            return new Backups(runtime.layout().backups()).list();
        } catch (IOException e) {
            throw new LifecycleFailedException("the backups of ‘" + name() + "’ cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Takes a backup of what is live.
     *
     * @throws RefusedException if nothing is, or it has no data
     */
    public Backup createBackup(Ticket ticket, OutputSink sink, Cancellation cancellation) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkHeld(ticket);
            }
            Installation live = runtime.state().live();
            if (live == null) {
                throw new RefusedException("nothing is live in ‘" + name() + "’, so there is nothing to back up");
            }
            DataScripts data = new DataScripts(
                    runtime.layout(), new Scripts(runtime.tools(), runtime.layout(), runtime.secrets()));
            return new BackupWork(runtime, data)
                    .take(live, any -> true, "asked for by " + ticket.holder(), 0, new PhaseLog(sink), cancellation)
                    .orElseThrow(
                            () -> new RefusedException("release " + live.spec().release() + " in ‘" + name()
                                    + "’ has no data that could be backed up: no mounts, no services of this host, no backup"
                                    + " script"));
        } finally {
            acting.unlock();
        }
    }

    /**
     * Puts a backup in the place of the data that is there. Goes on if whoever asked for it is lost.
     *
     * @return the backup of what was there before; null if there was nothing
     */
    public @Nullable Backup restoreBackup(Ticket ticket, String id, OutputSink sink) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkHeld(ticket);
            }
            Backup backup = backups().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new BadInputException("‘" + name() + "’ has no backup ‘" + id
                            + "’; ‘slipway backup list " + name() + "’ shows those that it has"));
            return new BackupRestore(runtime).restore(backup, new PhaseLog(sink));
        } finally {
            acting.unlock();
        }
    }

    /** Makes the deployment final. */
    public void commit(Ticket ticket, int number) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            synchronized (this) {
                checkDeployer(ticket, number);
                if (runtime.state().attempt() == null) {
                    return;
                }
            }
            Installation before = runtime.state().live();
            new Commit(runtime).perform();
            ParentClone.settle(runtime.layout());
            Installation live = runtime.state().live();
            if (live != null) {
                runtime.services().retain(live.required());
            }
            runtime.settleNames();
            new ObsoleteReleases(runtime).remove(before);
        } finally {
            acting.unlock();
        }
    }

    /** Leaves a deployment that failed for the reason as it is. */
    public DeploymentOutcome keep(Ticket ticket, int number, String reason) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            EnvironmentState.Attempt attempt;
            synchronized (this) {
                checkDeployer(ticket, number);
                attempt = runtime.state().attempt();
            }
            if (attempt == null || !attempt.switching()) {
                // Nothing was touched yet: there is nothing to look at, and no reason to take the old release down.
                return new Restoration(runtime).restore(reason, new PhaseLog(OutputSink.discard()));
            }
            runtime.suspend();
            ParentClone.settle(runtime.layout());
            DeploymentOutcome kept = new DeploymentOutcome.Kept(number, reason);
            runtime.update(state -> state.withLive(null)
                    .withAttempt(null)
                    .withKept(attempt.next())
                    .withEnded(kept));
            runtime.forgetLive();
            runtime.forgetNext();
            runtime.settleNames();
            return kept;
        } finally {
            acting.unlock();
        }
    }

    /**
     * The holder, or who waits, gives up or is gone. What it left half done is undone before anybody else gets the lock.
     *
     * @param reason why its deployment was undone, such as {@code its connection ended}
     */
    public void release(Ticket ticket, String reason) throws InterruptedException {
        boolean mine;
        Cancellation toCancel;
        synchronized (this) {
            mine = deployer == ticket;
            toCancel = mine ? underWay : null;
            ticket.lose(reason);
        }
        if (toCancel != null) {
            toCancel.cancel();
        }
        if (mine) {
            acting.lockInterruptibly();
            try {
                EnvironmentState.Attempt attempt = runtime.state().attempt();
                if (attempt != null) {
                    undo(attempt, reason);
                }
                synchronized (this) {
                    deployer = null;
                }
            } finally {
                acting.unlock();
            }
        }
        synchronized (this) {
            if (entrustedTo == ticket) {
                entrustedTo = null;
                runtime.entrust(Secrets.none());
            }
        }
        lock.release(ticket);
    }

    /** Answers at the names that it still holds. */
    void announceAgain() {
        EnvironmentState state = runtime.state();
        Installation live = state.live();
        if (state.attempt() != null) {
            runtime.announce(live, state.attempt().next());
        } else if (live != null) {
            runtime.announce(live);
        }
    }

    /** Gives back a lock that no deployment was announced with. */
    void unlock(Ticket ticket) {
        lock.release(ticket);
    }

    /** After a start of the daemon, first of all: says where requests go, and keeps deployers away from what was cut off. */
    void announce() {
        new EnvironmentRecovery(runtime).announce();
        EnvironmentState.Attempt attempt = runtime.state().attempt();
        if (attempt != null) {
            recovering = lock.request(
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
        acting.lockInterruptibly();
        try {
            new EnvironmentRecovery(runtime).recover(this::undo);
        } finally {
            acting.unlock();
            Ticket ticket = recovering;
            if (ticket != null) {
                lock.release(ticket);
            }
        }
    }

    /** Leaves the processes to another daemon, or ends them. */
    void close(boolean endProcesses) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            ReleaseProcesses live = runtime.live();
            if (live != null) {
                live.release();
                if (endProcesses) {
                    runtime.suspend();
                    live.end(EnvironmentRuntime.GRACE);
                }
            }
            if (endProcesses) {
                runtime.services().retain(RequiredServices.NONE);
            } else {
                runtime.services().release();
            }
        } finally {
            acting.unlock();
        }
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

    private void checkHeld(Ticket ticket) {
        String reason = ticket.lost();
        if (reason != null || !lock.heldBy(ticket)) {
            throw new RefusedException("‘" + name() + "’ is not locked by " + ticket.holder() + " any more"
                    + (reason == null ? "" : ", because " + reason)
                    + "; the host has restored what was live before. Deploy again");
        }
    }

    private void checkDeployer(Ticket ticket, int number) {
        checkHeld(ticket);
        if (deployer != ticket || token != number) {
            throw new RefusedException("deployment " + number + " of ‘" + name() + "’ is not the one under way");
        }
    }
}
