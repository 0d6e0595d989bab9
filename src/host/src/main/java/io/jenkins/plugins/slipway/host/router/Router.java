package io.jenkins.plugins.slipway.host.router;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Takes requests for all environments on one port. Safe for use by several threads. */
public interface Router extends AutoCloseable {
    /** In place of an environment in {@link #traffic}: requests that belong to none. */
    String NOBODY = "";

    /** Where it listens. */
    int port();

    /** Number of the process that it runs in. */
    default long pid() {
        return ProcessHandle.current().pid();
    }

    /**
     * What became of the last change that the router was told about an environment. Whoever makes a change has waited for this, for a
     * limited time.
     */
    default Heard heard(String environment) {
        return new Heard.Done();
    }

    /** Whether a router does what it was told. */
    sealed interface Heard {
        record Done() implements Heard {}

        /** It goes on as before, and is told again until it does not refuse any more. */
        record Refused(String reason) implements Heard {}

        /** It may have heard it. It is told again as soon as it answers. */
        record Unanswered(String reason) implements Heard {}

        /** What is wrong, in a sentence; empty if nothing is. */
        default String trouble() {
            return this instanceof Refused refused
                    ? refused.reason()
                    : this instanceof Unanswered unanswered ? unanswered.reason() : "";
        }
    }

    /** Makes an environment known. Until it serves, its requests are answered 503. */
    void announce(String environment, Set<String> hosts);

    /** The same, and answers at a port of the environment's own too, if that can be had. See {@link #ownPort}. */
    default void announce(String environment, Set<String> hosts, OwnPort own) {
        announce(environment, hosts);
    }

    /** The environment's own port, if connections are taken there now; else 0. */
    default int ownPort(String environment) {
        return 0;
    }

    /**
     * Sends the environment's requests, those that wait first, by these routes. Routes that would take too long to look at are refused;
     * requests are treated as before then.
     */
    void serve(String environment, Routes routes);

    /** {@link #announce(String, Set, OwnPort)} and {@link #serve(String, Routes)} at once, as requests wait for the second. */
    default void serve(String environment, Set<String> hosts, OwnPort own, Routes routes) {
        announce(environment, hosts, own);
        serve(environment, routes);
    }

    /** From now on the environment's requests wait or are turned away, as the rule says. */
    void hold(String environment, HoldRule rule);

    /**
     * Waits until the requests that were under way when the environment began to hold have been answered. Then ends its streams and
     * upgraded connections, which are not waited for: clients of those connect again, and wait.
     *
     * @return how many were not answered within the limit
     */
    int drain(String environment, Duration limit) throws InterruptedException;

    /** Answers the environment's requests, those that wait included, 503 until it serves again. */
    void suspend(String environment);

    /** What the router has done for an environment since it started. */
    Traffic traffic(String environment);

    /** Takes connections from now on, if it does not already: all environments are known. */
    default void begin() {}

    /** From now on requests below the endpoint's path go to it. There is one at most. */
    void open(InternalEndpoint endpoint);

    @Override
    void close();

    /**
     * What happens to requests while releases switch.
     *
     * @param allMethods whether requests with effects wait too, rather than being answered 503
     * @param timeout after which a waiting request is answered 503
     * @param most how many may wait at a time
     * @param mostBytes how much memory they may take together; a body is not read while its request waits, but for what came with the
     *     head
     */
    record HoldRule(boolean allMethods, Duration timeout, int most, long mostBytes) {
        public static final int DEFAULT_MOST = 10_000;
        public static final long DEFAULT_MOST_BYTES = 64L << 20;

        public HoldRule(boolean allMethods, Duration timeout, int most) {
            this(allMethods, timeout, most, DEFAULT_MOST_BYTES);
        }
    }

    /**
     * @param answered requests that an application answered
     * @param held requests that had to wait, whatever came of them
     * @param refused requests that were answered 503 by the router
     * @param lost requests whose application ended before it answered, and that could not be sent again
     * @param waiting requests that wait now
     * @param underway requests that are being answered now
     * @param streams connections for long that are open now: events, websockets
     * @param upstreamErrors requests whose application ended, was silent or could not be reached
     * @param statuses answers by the first digit of their status, 1 to 5
     * @param bytesIn of bodies of requests
     * @param bytesOut of bodies of answers
     * @param latency answers by how long they took: up to each of {@link #LATENCY_BOUNDS_MILLIS}, and longer
     * @param seconds how long they took together, waiting included
     * @param heldSeconds how long they waited together
     */
    record Traffic(
            long answered,
            long held,
            long refused,
            long lost,
            int waiting,
            int underway,
            int streams,
            long upstreamErrors,
            List<Long> statuses,
            long bytesIn,
            long bytesOut,
            List<Long> latency,
            double seconds,
            double heldSeconds) {
        public static final List<Long> LATENCY_BOUNDS_MILLIS =
                List.of(5L, 10L, 25L, 50L, 100L, 250L, 500L, 1000L, 2500L, 5000L, 10_000L, 30_000L);
        public static final Traffic NONE = new Traffic(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Collections.nCopies(5, 0L),
                0,
                0,
                Collections.nCopies(LATENCY_BOUNDS_MILLIS.size() + 1, 0L),
                0,
                0);

        /** Both together. */
        public Traffic plus(Traffic other) {
            return new Traffic(
                    answered + other.answered,
                    held + other.held,
                    refused + other.refused,
                    lost + other.lost,
                    waiting + other.waiting,
                    underway + other.underway,
                    streams + other.streams,
                    upstreamErrors + other.upstreamErrors,
                    sum(statuses, other.statuses),
                    bytesIn + other.bytesIn,
                    bytesOut + other.bytesOut,
                    sum(latency, other.latency),
                    seconds + other.seconds,
                    heldSeconds + other.heldSeconds);
        }

        private static List<Long> sum(List<Long> one, List<Long> other) {
            return IntStream.range(0, one.size())
                    .mapToObj(i -> one.get(i) + other.get(i))
                    .toList();
        }
    }
}
