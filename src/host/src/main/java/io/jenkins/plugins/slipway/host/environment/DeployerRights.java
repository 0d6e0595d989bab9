package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may act in an environment: the holder of its lock; for a deployment, the one who announced it, under its number. One act at a time
 * changes what runs. Safe for use by several threads.
 */
final class DeployerRights {
    private final String environment;
    private final EnvironmentLock lock;
    private final ReentrantLock acting = new ReentrantLock(true);

    private @Nullable Ticket deployer;
    private @Nullable Ticket entrustedTo;
    private int token;
    private @Nullable Cancellation underWay;

    /** Something that changes what runs. */
    @FunctionalInterface
    interface Act<T> {
        T run() throws InterruptedException;
    }

    DeployerRights(String environment) {
        this.environment = environment;
        this.lock = new EnvironmentLock(environment);
    }

    /** Asks for the lock. */
    Ticket request(String holder, Wait policy, EnvironmentLock.Waiter waiter) {
        return lock.request(holder, policy, waiter);
    }

    /** Who holds the lock, or null. */
    @Nullable
    String holder() {
        return lock.holder();
    }

    /** Acts on behalf of the host itself. */
    <T> T alone(Act<T> act) throws InterruptedException {
        acting.lockInterruptibly();
        try {
            return act.run();
        } finally {
            acting.unlock();
        }
    }

    /**
     * Acts on behalf of the holder of the lock.
     *
     * @throws RefusedException if the lock is not held by it any more
     */
    <T> T held(Ticket ticket, Act<T> act) throws InterruptedException {
        return alone(() -> {
            checkHeld(ticket);
            return act.run();
        });
    }

    /**
     * Acts on behalf of the deployment under way.
     *
     * @throws RefusedException if the lock is not held by it any more, or another deployment is under way
     */
    <T> T deploying(Ticket ticket, int number, Act<T> act) throws InterruptedException {
        return alone(() -> {
            checkDeployer(ticket, number);
            return act.run();
        });
    }

    /** The same for a phase: whoever takes the lock away cancels it, and it fails for that reason. */
    <T> T performing(Ticket ticket, int number, Cancellation cancellation, Act<T> phase) throws InterruptedException {
        return alone(() -> {
            begin(ticket, number, cancellation);
            try {
                T result = phase.run();
                checkDeployer(ticket, number);
                return result;
            } catch (LifecycleFailedException e) {
                checkDeployer(ticket, number);
                throw e;
            } finally {
                end();
            }
        });
    }

    /** Announces a deployment; who does is the deployer from then on. */
    synchronized <T> T announcing(Ticket ticket, int number, Supplier<T> announcement) {
        checkHeld(ticket);
        T result = announcement.get();
        deployer = ticket;
        token = number;
        return result;
    }

    /** Takes over what the holder of the lock entrusts to the host. */
    synchronized void entrusting(Ticket ticket, Runnable takeOver) {
        checkHeld(ticket);
        entrustedTo = ticket;
        takeOver.run();
    }

    /**
     * The holder, or who waits, gives up or is gone.
     *
     * @param undo undoes what it left half done before anybody else gets the lock
     * @param forget forgets what it entrusted
     */
    void release(Ticket ticket, String reason, Act<?> undo, Runnable forget) throws InterruptedException {
        if (loses(ticket, reason)) {
            alone(() -> {
                undo.run();
                isOver();
                return Boolean.TRUE;
            });
        }
        synchronized (this) {
            if (entrustedTo == ticket) {
                entrustedTo = null;
                forget.run();
            }
        }
        lock.release(ticket);
    }

    /** Gives back a lock that no deployment was announced with. */
    void release(Ticket ticket) {
        lock.release(ticket);
    }

    /** Takes the right to act away; returns whether it was the deployer's. */
    private boolean loses(Ticket ticket, String reason) {
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
        return mine;
    }

    private synchronized void isOver() {
        deployer = null;
    }

    private synchronized void begin(Ticket ticket, int number, Cancellation cancellation) {
        checkDeployer(ticket, number);
        underWay = cancellation;
    }

    private synchronized void end() {
        underWay = null;
    }

    private synchronized void checkHeld(Ticket ticket) {
        String reason = ticket.lost();
        if (reason != null || !lock.heldBy(ticket)) {
            throw new RefusedException("‘" + environment + "’ is not locked by " + ticket.holder() + " any more"
                    + (reason == null ? "" : ", because " + reason)
                    + "; the host has restored what was live before. Deploy again");
        }
    }

    private synchronized void checkDeployer(Ticket ticket, int number) {
        checkHeld(ticket);
        if (deployer != ticket || token != number) {
            throw new RefusedException("deployment " + number + " of ‘" + environment + "’ is not the one under way");
        }
    }
}
