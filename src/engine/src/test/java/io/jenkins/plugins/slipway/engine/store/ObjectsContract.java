package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.object.Samples.SCOPE;
import static io.jenkins.plugins.slipway.engine.object.Samples.action;
import static io.jenkins.plugins.slipway.engine.object.Samples.code;
import static io.jenkins.plugins.slipway.engine.object.Samples.described;
import static io.jenkins.plugins.slipway.engine.object.Samples.digest;
import static io.jenkins.plugins.slipway.engine.object.Samples.list;
import static io.jenkins.plugins.slipway.engine.object.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectRun;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.ReconcilePlan;
import io.jenkins.plugins.slipway.engine.object.Subscription;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** What every database of objects keeps. */
abstract class ObjectsContract {
    abstract SqlObjects objects() throws Exception;

    @AfterEach
    void close() throws Exception {
        objects().close();
    }

    @Test
    void a_list_that_was_reconciled_is_what_is_live() throws Exception {
        DeployList first = list(action("a"), action("b", "a"), webhook("w"));
        assertThat(objects().preview(SCOPE, first).summary()).isEqualTo("3 create");
        assertThat(objects().live(SCOPE)).isEmpty();

        ReconcilePlan plan = objects().reconcile(SCOPE, 1, code(1), first);

        assertThat(plan.summary()).isEqualTo("3 create");
        LiveObjects live = objects().live(SCOPE).orElseThrow();
        assertThat(live.code()).isEqualTo(code(1));
        assertThat(live.objects()).containsExactlyInAnyOrderElementsOf(first.objects());
        assertThat(live.secrets()).containsOnlyKeys("w");
        assertThat(objects().reconcile(SCOPE, 2, code(2), first).changesNothing())
                .isTrue();
        assertThat(objects().live(SCOPE).orElseThrow().code()).isEqualTo(code(2));
    }

    @Test
    void what_is_no_longer_declared_is_disabled_and_found_again_by_name() throws Exception {
        objects().reconcile(SCOPE, 1, code(1), list(webhook("w"), described("a", "old"), action("b", "a")));
        String secret = objects().live(SCOPE).orElseThrow().secrets().get("w");

        assertThat(objects().reconcile(SCOPE, 2, code(2), DeployList.EMPTY).summary())
                .isEqualTo("3 disable");
        assertThat(objects().live(SCOPE).orElseThrow().objects()).isEmpty();
        assertThat(objects().objects(SCOPE)).hasSize(3).noneMatch(object -> object.enabled());

        ReconcilePlan back = objects().reconcile(SCOPE, 3, code(3), list(webhook("w"), described("a", "new")));
        assertThat(back.lines()).containsExactly("re-enable webhook w", "re-enable action a (description)");
        assertThat(objects().live(SCOPE).orElseThrow().secrets()).containsEntry("w", secret);
    }

    @Test
    void other_applications_and_environments_are_left_alone() throws Exception {
        ObjectScope other = new ObjectScope("crm", "production", "integrations");
        ObjectScope beside = new ObjectScope("crm", "staging", "other");
        objects().reconcile(other, 1, code(1), list(action("a")));
        objects().reconcile(beside, 1, code(1), list(action("a")));

        objects().reconcile(SCOPE, 1, code(1), list(action("b")));

        assertThat(objects().live(other).orElseThrow().objects()).containsExactly(action("a"));
        assertThat(objects().live("crm", "staging"))
                .extracting(live -> live.scope().application())
                .containsExactly("integrations", "other");
    }

    @Test
    void a_deployment_that_was_overtaken_changes_nothing() throws Exception {
        objects().reconcile(SCOPE, 5, code(5), list(action("a")));

        assertThatThrownBy(() -> objects().reconcile(SCOPE, 4, code(4), list(action("b"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("deployment 5 has done so since");

        assertThat(objects().live(SCOPE).orElseThrow().objects()).containsExactly(action("a"));
        // Restoring writes an older release's code under the newest number.
        objects().reconcile(SCOPE, 5, code(3), list(action("b")));
        assertThat(objects().live(SCOPE).orElseThrow().code()).isEqualTo(code(3));
    }

    @Test
    void a_subscription_goes_from_wish_to_gone_and_keeps_what_taking_back_needs() throws Exception {
        objects().reconcile(SCOPE, 1, code(1), list(webhook("w")));
        objects().plan(SCOPE, code(1), Map.of("w", new Wish("http://w/", StringNode.valueOf("p"))), Set.of());
        Subscription wish = objects().subscriptions(SCOPE).get(0);
        assertThat(wish.state()).isEqualTo(Subscription.State.SUBSCRIBE);

        Subscription attempt = objects().attempt(wish.key()).orElseThrow();
        assertThat(attempt.attempts()).isEqualTo(1);
        objects().failed(attempt, "no answer");
        assertThat(objects().subscriptions(SCOPE).get(0).error()).isEqualTo("no answer");
        attempt = objects().attempt(wish.key()).orElseThrow();
        assertThat(attempt.idempotencyKey()).isEqualTo(wish.key());
        objects().succeeded(attempt, StringNode.valueOf("id-7"));
        assertThat(objects().attempt(wish.key())).as("known to have succeeded").isEmpty();

        objects().plan(SCOPE, code(2), Map.of(), Set.of());
        Subscription back = objects().attempt(wish.key()).orElseThrow();
        assertThat(back.state()).isEqualTo(Subscription.State.UNSUBSCRIBE);
        assertThat(back.result()).isEqualTo(StringNode.valueOf("id-7"));
        assertThat(back.code()).as("the code that subscribed").isEqualTo(code(1));
        assertThat(objects().artifacts()).contains(digest(1));
        assertThat(objects().claims("crm")).isEqualTo(Map.of(1, "subscribed w in staging"));
        objects().succeeded(back, null);
        assertThat(objects().subscriptions(SCOPE)).isEmpty();
        assertThat(objects().attempt(wish.key())).isEmpty();
        assertThat(objects().claims("crm")).isEmpty();
    }

    @Test
    void what_is_given_up_is_not_tried_any_more() throws Exception {
        objects().plan(SCOPE, code(1), Map.of("w", new Wish("http://w/", StringNode.valueOf("p"))), Set.of());
        Subscription wish = objects().subscriptions(SCOPE).get(0);

        assertThat(objects().giveUp(wish.key(), "ann", "the hoster is gone")).isPresent();

        assertThat(objects().attempt(wish.key())).isEmpty();
        assertThat(objects().giveUp(wish.key(), "ann", "again")).isEmpty();
    }

    @Test
    void a_wish_that_failed_is_tried_again_by_the_code_that_is_live_now() throws Exception {
        objects().reconcile(SCOPE, 1, code(1), list(webhook("w")));
        Map<String, Wish> wishes = Map.of("w", new Wish("http://w/", StringNode.valueOf("p")));
        objects().plan(SCOPE, code(1), wishes, Set.of());
        Subscription wish = objects().subscriptions(SCOPE).get(0);
        objects().failed(objects().attempt(wish.key()).orElseThrow(), "mistake in release 1");

        objects().reconcile(SCOPE, 2, code(2), list(webhook("w")));
        objects().plan(SCOPE, code(2), wishes, Set.of());

        Subscription again = objects().attempt(wish.key()).orElseThrow();
        assertThat(again.code()).isEqualTo(code(2));
        assertThat(again.idempotencyKey()).isEqualTo(wish.key());
    }

    /** How many deployments the readers watch. */
    abstract int deployments();

    @Test
    void readers_see_whole_lists_only_while_releases_are_deployed() throws Exception {
        objects().reconcile(SCOPE, 1, code(1), release(1));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        List<Future<Integer>> seen = new ArrayList<>();
        for (int reader = 0; reader < 3; reader++) {
            seen.add(readers.submit(() -> {
                int reads = 0;
                do {
                    LiveObjects live = objects().live(SCOPE).orElseThrow();
                    assertThat(live.objects())
                            .containsExactlyInAnyOrderElementsOf(
                                    release(live.code().release()).objects());
                    reads++;
                } while (!over.get());
                return reads;
            }));
        }
        try {
            for (int n = 2; n <= deployments(); n++) {
                objects().reconcile(SCOPE, n, code(n), release(n));
            }
        } finally {
            over.set(true);
            readers.shutdown();
        }
        for (Future<Integer> reads : seen) {
            assertThat(reads.get()).isPositive();
        }
    }

    /** Everything of one release has its number, and each release lacks other objects. */
    private static DeployList release(int number) {
        List<DeclaredObject> declared = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            if ((n + number) % 3 != 0) {
                declared.add(described("object-" + n, "of release " + number));
            }
        }
        return new DeployList(declared);
    }

    @Test
    void old_runs_are_forgotten_by_age_and_by_number() throws Exception {
        Instant now = Instant.now();
        for (int n = 1; n <= 1_051; n++) {
            objects().record(run("run" + n, now.minusSeconds(n == 1_051 ? 0 : 5_000 - n)));
        }
        assertThat(objects().runs("crm", "staging", 5_000))
                .as("the newest thousand")
                .hasSizeBetween(1_000, 1_050)
                .extracting(ObjectRun::id)
                .contains("run1051", "run1050", "run52")
                .doesNotContain("run1", "run50");
        for (int n = 1; n <= 51; n++) {
            objects().record(run("old" + n, now.minus(Duration.ofDays(31))));
        }
        assertThat(objects().runs("crm", "staging", 5_000))
                .extracting(ObjectRun::id)
                .as("what is older than thirty days")
                .doesNotContain("old1");
    }

    private static ObjectRun run(String id, Instant started) {
        return new ObjectRun(id, SCOPE, "a", DeclaredObject.RUN, 1, started, 0.5, ObjectRun.Outcome.SUCCEEDED, "");
    }

    @Test
    void runs_are_listed_newest_first() throws Exception {
        for (int n = 1; n <= 3; n++) {
            objects().record(run("run" + n, Instant.now().plusSeconds(n)));
        }
        assertThat(objects().runs("crm", "staging", 2))
                .extracting(ObjectRun::id)
                .containsExactly("run3", "run2");
        assertThat(objects().runs("crm", "production", 2)).isEqualTo(List.of());
    }
}
