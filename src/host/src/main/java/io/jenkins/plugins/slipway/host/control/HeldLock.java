package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Begin;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Commit;
import io.jenkins.plugins.slipway.host.control.LockedRequest.CreateBackup;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Entrust;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Idle;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Keep;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Perform;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Reconcile;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Restore;
import io.jenkins.plugins.slipway.host.control.LockedRequest.RestoreBackup;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Take;
import io.jenkins.plugins.slipway.host.control.LockedRequest.Unlock;
import io.jenkins.plugins.slipway.host.control.Request.Done;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironment;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lock that a connection holds, one at most, and what only its holder may do. */
final class HeldLock implements LockedRequest.Handler {
    private final HostedEnvironments environments;
    private final Runnable taken;
    private final Runnable released;
    private @Nullable Held held;

    private record Held(HostedEnvironment environment, Ticket ticket) {}

    /**
     * @param taken called when the connection has asked for a lock: from then on its signs of life count
     * @param released called when it has none any more
     */
    HeldLock(HostedEnvironments environments, Runnable taken, Runnable released) {
        this.environments = environments;
        this.taken = taken;
        this.released = released;
    }

    @Override
    public Live take(Take request, Call call) throws InterruptedException {
        HostedEnvironment wanted = environments.get(request.project(), request.environment());
        Ticket asked;
        synchronized (this) {
            if (held != null) {
                throw new RefusedException("this connection holds a lock already");
            }
            asked = wanted.lock(request.holder(), request.policy(), call.waiting()::accept);
            held = new Held(wanted, asked);
        }
        taken.run();
        try (Cancellation.Registration registration =
                call.cancellation().onCancel(() -> giveBack("the wait was abandoned"))) {
            asked.granted().get();
        } catch (ExecutionException e) {
            giveBack("it was refused");
            if (e.getCause() instanceof SlipwayException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
        return wanted.inspect();
    }

    @Override
    public Done unlock(Unlock request) {
        giveBack("it was abandoned");
        return Done.DONE;
    }

    @Override
    public Done entrust(Entrust request) {
        Held lock = held();
        lock.environment().entrust(lock.ticket(), Secrets.of(request.hidden(), request.open()));
        return Done.DONE;
    }

    @Override
    public List<String> begin(Begin request) {
        Held lock = held();
        return lock.environment().begin(lock.ticket(), request.spec());
    }

    @Override
    public StepResult perform(Perform request, Call call) throws InterruptedException {
        Held lock = held();
        return lock.environment()
                .perform(lock.ticket(), request.token(), request.phase(), call.log(), call.cancellation());
    }

    @Override
    public List<String> idle(Idle request) throws InterruptedException {
        Held lock = held();
        return lock.environment().idle(lock.ticket(), request.token());
    }

    @Override
    public DeploymentOutcome restore(Restore request, Call call) throws InterruptedException {
        Held lock = held();
        return lock.environment().restore(lock.ticket(), request.token(), request.reason(), call.log());
    }

    @Override
    public Done commit(Commit request) throws InterruptedException {
        Held lock = held();
        lock.environment().commit(lock.ticket(), request.token());
        return Done.DONE;
    }

    @Override
    public DeploymentOutcome keep(Keep request) throws InterruptedException {
        Held lock = held();
        return lock.environment().keep(lock.ticket(), request.token(), request.reason());
    }

    @Override
    public Backup createBackup(CreateBackup request, Call call) throws InterruptedException {
        Held lock = held();
        return lock.environment().createBackup(lock.ticket(), call.log(), call.cancellation());
    }

    @Override
    public Optional<Backup> restoreBackup(RestoreBackup request, Call call) throws InterruptedException {
        Held lock = held();
        return lock.environment().restoreBackup(lock.ticket(), request.backup(), call.log());
    }

    @Override
    public JsonNode reconcile(Reconcile request, Call call) throws InterruptedException {
        Held lock = held();
        return lock.environment().reconcile(lock.ticket(), call.log(), call.cancellation());
    }

    /** The holder has shown no sign of life for too long: what is under way learns that it lost the lock. */
    synchronized void lose(String reason) {
        if (held != null) {
            held.ticket().lose(reason);
        }
    }

    /** Gives the lock back, if it is held. */
    void giveBack(String reason) {
        Held old;
        synchronized (this) {
            old = held;
            held = null;
        }
        released.run();
        if (old != null) {
            try {
                old.environment().release(old.ticket(), reason);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Held held() {
        if (held == null) {
            throw new RefusedException("this connection holds no lock. Take the lock, then deploy again");
        }
        return held;
    }
}
