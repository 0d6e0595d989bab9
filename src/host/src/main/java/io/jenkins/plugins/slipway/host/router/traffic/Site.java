package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.files.FileCache;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The traffic state of one environment: its requests are sent on, wait, or are turned away. */
final class Site {
    private final String name;
    private final RequestCounters counters = new RequestCounters();
    private State state = State.SUSPENDED;
    private @Nullable Routes routes;
    private Router.@Nullable HoldRule rule;
    /** With the bytes that each takes. */
    private final Map<Visit, Long> waiting = new LinkedHashMap<>();

    private final Set<Visit> staying = new HashSet<>();
    private long waitingBytes;
    private final Map<StaticFiles, FileCache> files = new IdentityHashMap<>();
    private int underway;
    private long answered;
    private long held;
    private long refused;
    private long lost;
    private long troubled;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    private enum State {
        SUSPENDED,
        HOLDING,
        SERVING
    }

    /** A request on its way. Its methods are called without any lock held. */
    interface Visit {
        boolean mayWait(boolean allMethods);

        /** Send it on. Counted as under way until {@link Site#left}. */
        void go(Routes routes);

        /** It waits, without its body being read. */
        void parked(Router.HoldRule rule);

        void turnAway();

        /** Bytes of memory that it takes now. */
        long bytes();

        /** End it, whole or not. */
        void cut();
    }

    Site(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void arrive(Visit visit) {
        Routes open;
        Router.HoldRule hold = null;
        synchronized (this) {
            open = state == State.SERVING ? routes : null;
            if (open != null) {
                underway++;
            } else if (state == State.HOLDING
                    && rule != null
                    && visit.mayWait(rule.allMethods())
                    && waiting.size() < rule.most()
                    && waitingBytes + visit.bytes() <= rule.mostBytes()) {
                hold = rule;
                waiting.put(visit, visit.bytes());
                waitingBytes += visit.bytes();
                held++;
            } else {
                refused++;
            }
        }
        if (open != null) {
            visit.go(open);
        } else if (hold != null) {
            visit.parked(hold);
        } else {
            visit.turnAway();
        }
    }

    /** The visit is over: answered, given up or handed over to a stream that nobody waits for. */
    synchronized void left(boolean wasAnswered) {
        underway--;
        if (wasAnswered) {
            answered++;
        }
        if (underway == 0) {
            idle.complete(null);
        }
    }

    /** The application ended before it answered, and the request cannot be sent again. */
    synchronized void lost() {
        lost++;
        troubled++;
    }

    /** The application did not do its part in another way. */
    synchronized void troubled() {
        troubled++;
    }

    /** A request that no environment was found for. */
    synchronized void stranger(int status) {
        counters.status(status);
    }

    /** The request is over; how it went. */
    synchronized void note(Visit visit, AccessLog.Facts facts, long nanos, long heldNanos) {
        counters.status(facts.status());
        counters.bytes(facts.received(), facts.sent());
        if (staying.isEmpty() || !staying.remove(visit)) {
            counters.took(nanos, heldNanos);
        }
    }

    /** The visit is a connection for long, which nobody waits for. */
    synchronized void stays(Visit visit) {
        staying.add(visit);
    }

    /** Ends the connections for long. */
    void cutStreams() {
        List<Visit> ended;
        synchronized (this) {
            ended = List.copyOf(staying);
        }
        ended.forEach(Visit::cut);
    }

    /** A waiting visit has run out of time or its client has left. Returns whether it still waited. */
    synchronized boolean giveUp(Visit visit, boolean answeredByRouter) {
        Long bytes = waiting.remove(visit);
        boolean removed = bytes != null;
        if (bytes != null) {
            waitingBytes -= bytes;
        }
        if (removed && answeredByRouter) {
            refused++;
        }
        return removed;
    }

    /**
     * More of a visit's request has come.
     *
     * @return false if it waited and there is no room for that; then it does not wait any more
     */
    synchronized boolean grow(Visit visit, long bytes) {
        Long before = waiting.get(visit);
        if (before == null || rule == null) {
            return true;
        }
        if (waitingBytes + bytes > rule.mostBytes()) {
            giveUp(visit, true);
            return false;
        }
        waiting.put(visit, before + bytes);
        waitingBytes += bytes;
        return true;
    }

    /** What is remembered of the files of the release that serves. */
    synchronized FileCache files(StaticFiles of) {
        return files.computeIfAbsent(of, FileCache::new);
    }

    void serve(Routes newRoutes) {
        List<Visit> released;
        synchronized (this) {
            state = State.SERVING;
            routes = newRoutes;
            files.clear();
            released = takeWaiting();
            underway += released.size();
        }
        released.forEach(visit -> visit.go(newRoutes));
    }

    synchronized void hold(Router.HoldRule newRule) {
        state = State.HOLDING;
        rule = newRule;
    }

    void suspend() {
        List<Visit> released;
        synchronized (this) {
            state = State.SUSPENDED;
            routes = null;
            released = takeWaiting();
            refused += released.size();
        }
        released.forEach(Visit::turnAway);
    }

    /** Completes when nothing is under way. */
    synchronized CompletableFuture<Void> idle() {
        if (underway == 0) {
            return CompletableFuture.completedFuture(null);
        }
        if (idle.isDone()) {
            idle = new CompletableFuture<>();
        }
        return idle.copy();
    }

    synchronized Router.Traffic traffic() {
        return new Router.Traffic(
                answered,
                held,
                refused,
                lost,
                waiting.size(),
                underway,
                staying.size(),
                troubled,
                counters.statuses(),
                counters.received(),
                counters.sent(),
                counters.latency(),
                counters.seconds(),
                counters.heldSeconds());
    }

    private List<Visit> takeWaiting() {
        List<Visit> result = new ArrayList<>(waiting.keySet());
        waiting.clear();
        waitingBytes = 0;
        return result;
    }
}
