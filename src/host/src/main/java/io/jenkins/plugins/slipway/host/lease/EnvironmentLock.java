package io.jenkins.plugins.slipway.host.lease;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The lock of one environment: first come, first served, unless a waiter wants otherwise. Safe for use by several threads. */
public final class EnvironmentLock {
    private final String environment;
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private @Nullable Ticket held;

    /**
     * @param environment as shown to people
     */
    public EnvironmentLock(String environment) {
        this.environment = environment;
    }

    /** Told whom it waits for, at first and each time that changes. Called without any lock held. */
    @FunctionalInterface
    public interface Waiter {
        void waitingFor(String holder);
    }

    /** A wish to hold the lock. */
    public static final class Ticket {
        private final String holder;
        private final Waiter waiter;
        private final CompletableFuture<Void> granted = new CompletableFuture<>();
        private volatile @Nullable String lost;

        private Ticket(String holder, Waiter waiter) {
            this.holder = holder;
            this.waiter = waiter;
        }

        public String holder() {
            return holder;
        }

        /** Takes the right to act away from the holder, before the lock itself is free. */
        public void lose(String reason) {
            lost = reason;
        }

        /** Why the holder may not act any more, or null if it may. */
        public @Nullable String lost() {
            return lost;
        }

        /** Completes once the lock is held; fails with {@link RefusedException} if it is not to be had. */
        public CompletableFuture<Void> granted() {
            return granted;
        }
    }

    /** Asks for the lock. Every ticket, granted or not, is given back with {@link #release}. */
    public Ticket request(String holder, Wait policy, Waiter waiter) {
        Ticket ticket = new Ticket(holder, waiter);
        List<Ticket> superseded = new ArrayList<>();
        String current;
        boolean refused;
        synchronized (this) {
            current = held == null ? null : held.holder;
            refused = current != null && policy == Wait.REFUSE;
            if (current == null) {
                held = ticket;
            } else if (!refused) {
                if (policy == Wait.NEWEST) {
                    superseded.addAll(waiting);
                    waiting.clear();
                }
                waiting.add(ticket);
            }
        }
        superseded.forEach(older -> older.granted.completeExceptionally(new RefusedException(
                "a newer deployment by " + holder + " replaced this one in the queue for ‘" + environment + "’")));
        if (current == null) {
            ticket.granted.complete(null);
        } else if (refused) {
            ticket.granted.completeExceptionally(new RefusedException("‘" + environment + "’ is locked by " + current
                    + " and is configured not to wait (wait: refuse). Deploy again when that has ended"));
        } else {
            waiter.waitingFor(current);
        }
        return ticket;
    }

    /** Gives the lock back, or ends the wait for it. Does nothing twice. */
    public void release(Ticket ticket) {
        Ticket next = null;
        List<Ticket> others = List.of();
        synchronized (this) {
            if (held == ticket) {
                next = waiting.poll();
                held = next;
                others = List.copyOf(waiting);
            } else {
                waiting.remove(ticket);
            }
        }
        ticket.granted.completeExceptionally(new RefusedException("the wait for ‘" + environment + "’ was abandoned"));
        if (next != null) {
            String holder = next.holder;
            others.forEach(other -> other.waiter.waitingFor(holder));
            if (!next.granted.complete(null)) {
                release(next);
            }
        }
    }

    /** Who holds it, or null. */
    public synchronized @Nullable String holder() {
        return held == null ? null : held.holder;
    }

    public synchronized boolean heldBy(Ticket ticket) {
        return held == ticket;
    }
}
