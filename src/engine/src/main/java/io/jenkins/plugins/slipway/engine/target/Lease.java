package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords.Claim;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords.Standing;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The lock of an environment whose place keeps none: a claim in the records that is renewed as long as this process lives. Who could
 * not renew it in time has lost it, and must not touch the place any more.
 */
final class Lease implements AutoCloseable {
    /** A deployer that is lost holds the environment this long; one that hangs for as long has lost it. */
    static final Duration LIFE = Duration.ofSeconds(30);

    private final LeaseRecords records;
    private final Claim claim;
    private final Duration life;
    private final ScheduledExecutorService heart;
    private volatile long heldUntil;
    private volatile boolean lost;

    private Lease(LeaseRecords records, Claim claim, Duration life, long heldUntil) {
        this.records = records;
        this.claim = claim;
        this.life = life;
        this.heldUntil = heldUntil;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "slipway-lease");
            thread.setDaemon(true);
            return thread;
        });
        long beat = life.toMillis() / 4;
        heart.scheduleWithFixedDelay(this::renew, beat, beat, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for the environment as the request says.
     *
     * @throws RefusedException if it is not to be had; the message names the holder
     */
    static Lease take(
            LeaseRecords records,
            Target.LockRequest request,
            Target.WaitListener listener,
            Cancellation cancellation,
            Duration life)
            throws InterruptedException {
        long begun = System.nanoTime();
        Claim claim = records.claim(
                request.project(), request.environment(), request.holder(), request.policy() == Wait.NEWEST, life);
        CountDownLatch cancelled = new CountDownLatch(1);
        boolean taken = false;
        try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            String told = "";
            while (true) {
                long asked = System.nanoTime();
                Standing standing = records.renew(claim, life);
                if (standing instanceof Standing.Holds) {
                    taken = true;
                    return new Lease(records, claim, life, asked + life.toNanos());
                }
                if (!(standing instanceof Standing.Waits waits)) {
                    throw new RefusedException("a newer deployment took the place of this one in the queue for ‘"
                            + request.environment() + "’");
                }
                if (request.policy() == Wait.REFUSE) {
                    throw new RefusedException(
                            "‘" + request.environment() + "’ is locked by " + waits.holder() + ". Nothing was changed");
                }
                if (!waits.holder().equals(told)) {
                    told = waits.holder();
                    listener.waitingFor(told);
                }
                if (System.nanoTime() - begun > request.timeout().toNanos()) {
                    throw new RefusedException("‘" + request.environment() + "’ is still locked by " + told + " after "
                            + request.timeout().toSeconds() + " s. Deploy again when that has ended");
                }
                if (cancelled.await(Math.min(1_000, life.toMillis() / 4), TimeUnit.MILLISECONDS)) {
                    throw new RefusedException("waiting for the lock of ‘" + request.environment() + "’ was cancelled");
                }
            }
        } finally {
            if (!taken) {
                records.release(claim);
            }
        }
    }

    private void renew() {
        long asked = System.nanoTime();
        try {
            if (records.renew(claim, life) instanceof Standing.Holds) {
                heldUntil = asked + life.toNanos();
            } else {
                lost = true;
            }
        } catch (RuntimeException e) {
            // Asked again at the next beat; what counts is whether one succeeds before the time is over.
            return;
        }
    }

    /**
     * To be called before each effect.
     *
     * @throws RefusedException if the lease was not renewed in time: another may hold the environment
     */
    void requireHeld() {
        if (lost || System.nanoTime() - heldUntil >= 0) {
            lost = true;
            throw new RefusedException("the lease of ‘" + claim.environment()
                    + "’ could not be renewed in the records, so another command may hold it by now; nothing more was"
                    + " changed. The next command on it closes this deployment");
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        records.release(claim);
    }
}
