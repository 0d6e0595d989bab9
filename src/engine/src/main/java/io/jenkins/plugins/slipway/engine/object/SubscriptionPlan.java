package io.jenkins.plugins.slipway.engine.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What makes third parties deliver exactly to the webhooks that are live. Steps are wishes: they are all written down in one
 * transaction before the first of them is acted on.
 */
public record SubscriptionPlan(List<Step> steps) {
    public SubscriptionPlan {
        steps = List.copyOf(steps);
    }

    /** What a live webhook wants. */
    public record Wish(String url, JsonNode props) {}

    /** What happens to a subscription. */
    public enum Act {
        /** It was wished for but never tried, and is not wished for any more. */
        FORGET,
        /** It is there, or may be, and is to go. */
        TAKE_BACK,
        /** It was tried with these very props, and is tried again, by the code that is live then. */
        TRY_AGAIN,
        /** Its going was tried, and is tried again by the code that subscribed. */
        KEEP_TAKING_BACK,
        /** There is none yet. */
        SUBSCRIBE,
        /** It is there and as wished. */
        SAME
    }

    /**
     * @param key of the subscription that there is; null for a new one
     * @param wish of a subscription to be made or made anew; null otherwise
     */
    public record Step(
            Act act,
            String webhook,
            @Nullable String key,
            @Nullable Wish wish) {}

    /**
     * @param open subscriptions of the application in the environment that are not gone or given up
     * @param wishes of live webhooks, by name
     * @param unknown webhooks whose wish could not be calculated: what they have stays as it is
     */
    public static SubscriptionPlan of(List<Subscription> open, Map<String, Wish> wishes, Set<String> unknown) {
        List<Step> steps = new ArrayList<>();
        Map<String, Wish> unmet = new TreeMap<>(wishes);
        for (Subscription one : open) {
            if (unknown.contains(one.webhook())) {
                continue;
            }
            Wish wish = wishes.get(one.webhook());
            boolean wished =
                    wish != null && wish.url().equals(one.url()) && wish.props().equals(one.props());
            Act act = act(one, wished);
            boolean met = act == Act.SAME || act == Act.TRY_AGAIN;
            if (met) {
                unmet.remove(one.webhook());
            }
            steps.add(new Step(act, one.webhook(), one.key(), act == Act.TRY_AGAIN ? wish : null));
        }
        unmet.forEach((webhook, wish) -> steps.add(new Step(Act.SUBSCRIBE, webhook, null, wish)));
        return new SubscriptionPlan(steps);
    }

    private static Act act(Subscription one, boolean wished) {
        if (one.state() == Subscription.State.UNSUBSCRIBE) {
            return Act.KEEP_TAKING_BACK;
        }
        if (wished) {
            return one.state() == Subscription.State.SUBSCRIBED ? Act.SAME : Act.TRY_AGAIN;
        }
        boolean tried = one.state() == Subscription.State.SUBSCRIBED || one.attempts() > 0;
        return tried ? Act.TAKE_BACK : Act.FORGET;
    }

    public boolean changesNothing() {
        return steps.stream().allMatch(step -> step.act() == Act.SAME);
    }
}
