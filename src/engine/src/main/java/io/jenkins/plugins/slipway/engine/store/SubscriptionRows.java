package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.Subscription;
import io.jenkins.plugins.slipway.engine.object.Subscription.State;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads and writes subscriptions, within a transaction and at one moment. */
final class SubscriptionRows {
    private final Handle handle;
    private final Instant now;

    SubscriptionRows(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    static List<Subscription> open(Handle handle, ObjectScope scope) {
        return SqlRows.scope(
                        handle.createQuery("select * from object_subscriptions" + ObjectRows.SCOPE
                                + " and state in ('SUBSCRIBE', 'SUBSCRIBED', 'UNSUBSCRIBE') order by id"),
                        scope)
                .map((row, context) -> read(row))
                .list();
    }

    void write(ObjectScope scope, ObjectCode code, SubscriptionPlan plan) {
        for (SubscriptionPlan.Step step : plan.steps()) {
            switch (step.act()) {
                case SAME, TRY_AGAIN, KEEP_TAKING_BACK -> {}
                case FORGET -> state(step.key(), State.GONE);
                case TAKE_BACK -> state(step.key(), State.UNSUBSCRIBE);
                case SUBSCRIBE -> add(scope, code, step.webhook(), Objects.requireNonNull(step.wish()));
            }
        }
    }

    private void add(ObjectScope scope, ObjectCode code, String webhook, SubscriptionPlan.Wish wish) {
        Update insert = handle.createUpdate(
                "insert into object_subscriptions (subscription_key, project, environment, application, webhook,"
                        + " state, url, props, deployment, release_number, artifact, script, attempts, changed) values (:key,"
                        + " :project, :environment, :application, :webhook, 'SUBSCRIBE', :url, :props, :deployment, :release,"
                        + " :artifact, :script, 0, :now)");
        SqlRows.code(SqlRows.scope(insert, scope), code)
                .bind("key", UUID.randomUUID().toString())
                .bind("webhook", webhook)
                .bind("url", wish.url())
                .bind("props", Column.json(wish.props()))
                .bind("now", Column.time(now))
                .execute();
    }

    /** A new state begins without attempts and without an error. */
    private int state(@Nullable String key, State state) {
        return handle.createUpdate("update object_subscriptions set state = :state, attempts = 0, error = null,"
                        + " changed = :now where subscription_key = :key")
                .bind("state", state.name())
                .bind("now", Column.time(now))
                .bind("key", key)
                .execute();
    }

    /**
     * A wish is tried by the code that is live then, because an earlier failure may have been a mistake that it corrects; that is
     * the code which will take it back.
     */
    Optional<Subscription> attempt(String key) {
        Optional<Subscription> found = find(key).filter(one -> one.state().pending());
        found.filter(one -> one.state() == State.SUBSCRIBE)
                .ifPresent(one -> ObjectRows.code(handle, one.scope())
                        .ifPresent(code -> SqlRows.code(
                                        handle.createUpdate("update object_subscriptions set deployment = :deployment,"
                                                + " release_number = :release, artifact = :artifact, script = :script"
                                                + " where subscription_key = :key"),
                                        code)
                                .bind("key", key)
                                .execute()));
        int rows = handle.createUpdate("update object_subscriptions set attempts = attempts + 1"
                        + " where subscription_key = :key and state in ('SUBSCRIBE', 'UNSUBSCRIBE')")
                .bind("key", key)
                .execute();
        return rows == 0 ? Optional.empty() : find(key);
    }

    private Optional<Subscription> find(String key) {
        return handle.createQuery("select * from object_subscriptions where subscription_key = :key")
                .bind("key", key)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Only if nobody has changed the wish meanwhile; the result is kept in any case, it is needed to take back. */
    int succeeded(Subscription attempt, @Nullable JsonNode result) {
        boolean subscribed = attempt.state() == State.SUBSCRIBE;
        if (subscribed) {
            handle.createUpdate("update object_subscriptions set result = :result where subscription_key = :key")
                    .bind("result", result == null ? "null" : Column.json(result))
                    .bind("key", attempt.key())
                    .execute();
        }
        boolean unchanged =
                find(attempt.key()).map(now -> now.state() == attempt.state()).orElse(false);
        return unchanged ? state(attempt.key(), subscribed ? State.SUBSCRIBED : State.GONE) : 0;
    }

    int failed(Subscription attempt, String error) {
        return handle.createUpdate("update object_subscriptions set error = :error where subscription_key = :key")
                .bind("error", Column.text(error))
                .bind("key", attempt.key())
                .execute();
    }

    Optional<Subscription> giveUp(String key, String by, String reason) {
        Optional<Subscription> found = find(key).filter(one -> one.state().pending());
        found.ifPresent(
                one -> handle.createUpdate("update object_subscriptions set state = 'GIVEN_UP', given_up_by = :by,"
                                + " given_up_reason = :reason, changed = :now where subscription_key = :key")
                        .bind("by", Column.text(by))
                        .bind("reason", Column.text(reason))
                        .bind("now", Column.time(now))
                        .bind("key", key)
                        .execute());
        return found;
    }

    private static Subscription read(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new Subscription(
                row.getString("subscription_key"),
                SqlRows.scope(row),
                row.getString("webhook"),
                State.valueOf(row.getString("state")),
                row.getString("url"),
                Column.JSON.readTree(row.getString("props")),
                result == null ? null : Column.JSON.readTree(result),
                SqlRows.code(row),
                row.getInt("attempts"),
                row.getString("error"),
                Column.instant(row, "changed"));
    }
}
