package io.jenkins.plugins.slipway.host.router;

import java.time.Duration;
import java.util.Set;

/** Takes requests for all environments on one port. Safe for use by several threads. */
public interface Router extends AutoCloseable {
    /** Where it listens. */
    int port();

    /** Makes an environment known. Until it serves, its requests are answered 503. */
    void announce(String environment, Set<String> hosts);

    /** Sends the environment's requests, those that wait first, by these routes. */
    void serve(String environment, Routes routes);

    /** From now on the environment's requests wait or are turned away, as the rule says. */
    void hold(String environment, HoldRule rule);

    /**
     * Waits until the requests that were under way when the environment began to hold have been answered.
     *
     * @return how many were not within the limit; streams and upgraded connections do not count
     */
    int drain(String environment, Duration limit) throws InterruptedException;

    /** Answers the environment's requests, those that wait included, 503 until it serves again. */
    void suspend(String environment);

    /** What the router has done for an environment since it started. */
    Traffic traffic(String environment);

    /** From now on requests below the door's path go through it. There is one door at most. */
    void open(Door door);

    @Override
    void close();

    /**
     * What happens to requests while releases switch.
     *
     * @param allMethods whether requests with effects wait too, rather than being answered 503
     * @param timeout after which a waiting request is answered 503
     * @param most how many may wait at a time
     */
    record HoldRule(boolean allMethods, Duration timeout, int most) {
        public static final int DEFAULT_MOST = 10_000;
    }

    /**
     * @param answered requests that an application answered
     * @param held requests that had to wait, whatever came of them
     * @param refused requests that were answered 503 by the router
     * @param lost requests whose application ended before it answered, and that could not be sent again
     * @param waiting requests that wait now
     * @param underway requests that are being answered now
     */
    record Traffic(long answered, long held, long refused, long lost, int waiting, int underway) {
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);
    }
}
