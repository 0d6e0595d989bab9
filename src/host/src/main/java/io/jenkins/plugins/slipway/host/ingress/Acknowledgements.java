package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.Router.Heard;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** For each environment, whether the router has acknowledged what it was told last. Safe for use by several threads. */
final class Acknowledgements {
    private final Notices notices;
    private final Map<String, Entry> newest = new HashMap<>();

    Acknowledgements(Notices notices) {
        this.notices = notices;
    }

    /** @param refusal the router's reason; null if it did not refuse */
    private record Entry(
            long version, boolean answered, @Nullable String refusal) {}

    /** There is something to tell; nobody may have been told yet. */
    synchronized void expect(String environment, long version) {
        Entry entry = newest.get(environment);
        if (entry == null || entry.version() < version) {
            newest.put(environment, new Entry(version, false, null));
        }
    }

    /**
     * The router has answered. A refusal is a notice for as long as it lasts.
     *
     * @param refusal its reason; null if it did as it was told
     * @return whether it was an answer to the newest
     */
    synchronized boolean answered(String environment, long version, @Nullable String refusal) {
        Entry entry = newest.get(environment);
        if (entry == null || entry.version() != version) {
            return false;
        }
        if (refusal == null) {
            newest.put(environment, new Entry(version, true, null));
            notices.over(about(environment));
        } else {
            String sentence = "the router refuses its new instructions for ‘" + environment + "’ (" + refusal
                    + "); requests there are treated as before, and the instructions are repeated until it accepts them";
            newest.put(environment, new Entry(version, true, sentence));
            notices.say(about(environment), sentence);
        }
        notifyAll();
        return true;
    }

    synchronized boolean refused(String environment) {
        Entry entry = newest.get(environment);
        return entry != null && entry.refusal() != null;
    }

    /** What is known of the newest now. */
    synchronized Heard now(String environment) {
        Entry entry = newest.get(environment);
        if (entry == null) {
            return new Heard.Done();
        }
        if (!entry.answered()) {
            return new Heard.Unanswered("the router has not acknowledged its new instructions for ‘" + environment
                    + "’; they are repeated as soon as it is back, and requests are treated as before until then");
        }
        return entry.refusal() == null ? new Heard.Done() : new Heard.Refused(entry.refusal());
    }

    /** Waits for an answer to the newest. That there is none is a notice until there is one. */
    synchronized void settle(String environment, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (now(environment) instanceof Heard.Unanswered && deadline - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (now(environment) instanceof Heard.Unanswered unanswered) {
            notices.say(about(environment), unanswered.reason());
        }
    }

    private static String about(String environment) {
        return "router of " + environment;
    }
}
