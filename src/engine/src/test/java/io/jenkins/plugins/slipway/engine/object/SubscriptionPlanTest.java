package io.jenkins.plugins.slipway.engine.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.object.Subscription.State;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan.Act;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

final class SubscriptionPlanTest {
    private static final JsonNode OLD = StringNode.valueOf("old");
    private static final JsonNode NEW = StringNode.valueOf("new");

    @Test
    void each_subscription_gets_what_its_state_and_the_wish_ask_for() {
        assertThat(acts(one(State.SUBSCRIBED, 0, OLD), OLD)).containsExactly(Act.SAME);
        assertThat(acts(one(State.SUBSCRIBED, 0, OLD), NEW)).containsExactly(Act.TAKE_BACK, Act.SUBSCRIBE);
        assertThat(acts(one(State.SUBSCRIBED, 0, OLD), null)).containsExactly(Act.TAKE_BACK);
        assertThat(acts(one(State.SUBSCRIBE, 0, OLD), NEW)).containsExactly(Act.FORGET, Act.SUBSCRIBE);
        assertThat(acts(one(State.SUBSCRIBE, 2, OLD), OLD)).containsExactly(Act.TRY_AGAIN);
        assertThat(acts(one(State.SUBSCRIBE, 2, OLD), NEW)).containsExactly(Act.TAKE_BACK, Act.SUBSCRIBE);
        assertThat(acts(one(State.UNSUBSCRIBE, 1, OLD), OLD)).containsExactly(Act.KEEP_TAKING_BACK, Act.SUBSCRIBE);
        assertThat(acts(one(State.UNSUBSCRIBE, 1, OLD), null)).containsExactly(Act.KEEP_TAKING_BACK);
    }

    @Test
    void a_webhook_whose_wish_is_not_known_keeps_what_it_has() {
        Subscription subscribed = one(State.SUBSCRIBED, 0, OLD);
        assertThat(SubscriptionPlan.of(List.of(subscribed), Map.of(), Set.of("issues"))
                        .steps())
                .isEmpty();
    }

    @Test
    void a_webhook_that_is_delivered_to_another_address_is_subscribed_anew() {
        Subscription subscribed = one(State.SUBSCRIBED, 0, OLD);
        SubscriptionPlan plan =
                SubscriptionPlan.of(List.of(subscribed), Map.of("issues", new Wish("http://moved/", OLD)), Set.of());
        assertThat(plan.steps()).extracting(SubscriptionPlan.Step::act).containsExactly(Act.TAKE_BACK, Act.SUBSCRIBE);
    }

    @Test
    void removed_ones_get_their_turn_first_then_changed_ones_then_new_ones() {
        Subscription added = named("added", State.SUBSCRIBE);
        Subscription changedNew = named("changed", State.SUBSCRIBE);
        Subscription changedOld = named("changed", State.UNSUBSCRIBE);
        Subscription removed = named("removed", State.UNSUBSCRIBE);
        Subscription quiet = named("quiet", State.SUBSCRIBED);

        assertThat(SubscriptionWorker.queues(List.of(added, quiet, changedNew, changedOld, removed)))
                .containsExactly(List.of(removed), List.of(changedOld, changedNew), List.of(added));
    }

    private static List<Act> acts(Subscription open, @org.jspecify.annotations.Nullable JsonNode wish) {
        Map<String, Wish> wishes = wish == null ? Map.of() : Map.of("issues", new Wish("http://x/", wish));
        return SubscriptionPlan.of(List.of(open), wishes, Set.of()).steps().stream()
                .map(SubscriptionPlan.Step::act)
                .toList();
    }

    private static Subscription one(State state, int attempts, JsonNode props) {
        return new Subscription(
                "k",
                Samples.SCOPE,
                "issues",
                state,
                "http://x/",
                props,
                null,
                Samples.code(1),
                attempts,
                null,
                Instant.EPOCH);
    }

    private static Subscription named(String webhook, State state) {
        return new Subscription(
                "k-" + webhook, Samples.SCOPE, webhook, state, "u", OLD, null, Samples.code(1), 0, null, Instant.EPOCH);
    }
}
