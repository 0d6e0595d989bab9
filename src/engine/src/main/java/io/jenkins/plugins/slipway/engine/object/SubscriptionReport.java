package io.jenkins.plugins.slipway.engine.object;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of reconciling subscriptions.
 *
 * @param done operations that succeeded, in order: {@code subscribed issues}
 * @param undone what stays to be done, each with the last error
 */
public record SubscriptionReport(List<String> done, List<String> undone) {
    public SubscriptionReport {
        done = List.copyOf(done);
        undone = List.copyOf(undone);
    }

    public boolean complete() {
        return undone.isEmpty();
    }

    /** Both reports, this one first. */
    public SubscriptionReport and(SubscriptionReport other) {
        List<String> allDone = new ArrayList<>(done);
        allDone.addAll(other.done);
        List<String> allUndone = new ArrayList<>(undone);
        allUndone.addAll(other.undone);
        return new SubscriptionReport(allDone, allUndone);
    }
}
