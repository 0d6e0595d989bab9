package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.object.ObjectRun;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.ReconcilePlan;
import io.jenkins.plugins.slipway.engine.object.StoredObject;
import io.jenkins.plugins.slipway.engine.object.Subscription;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Objects and subscriptions in SQL: a file per environment in the state home, or a PostgreSQL database. */
public final class SqlObjects implements ObjectRecords {
    /** A unit of work takes milliseconds, of ten thousand objects some seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Of each environment: who looks further back than this looks for a trend, and has the logs. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final int MOST_RUNS = 1_000;
    private static final int PRUNE_EVERY = 50;

    private final Database database;
    private final Clock clock;
    private final AtomicInteger runs = new AtomicInteger();

    private SqlObjects(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The objects in {@code slipway.mv.db} of a folder, shared with other processes: nothing stays open for long after a call. */
    public static SqlObjects openIn(Path folder, Clock clock) {
        return new SqlObjects(new BrieflyOpenFile(folder, PATIENCE), clock);
    }

    /** The objects of a folder for one process, which has them for itself until it closes them. */
    public static SqlObjects holdIn(Path folder, Clock clock) {
        return new SqlObjects(SqlRecords.held(folder, PATIENCE), clock);
    }

    /**
     * The objects in a PostgreSQL database, which may be that of the records.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the URL is not one of PostgreSQL
     */
    public static SqlObjects open(String jdbcUrl, Clock clock) {
        return new SqlObjects(
                PersistentConnections.server(PostgresUrl.parse(jdbcUrl).connections()), clock);
    }

    @Override
    public ReconcilePlan preview(ObjectScope scope, DeployList wanted) {
        return database.transact(handle -> ReconcilePlan.of(ObjectRows.all(handle, scope), wanted));
    }

    @Override
    public ReconcilePlan reconcile(ObjectScope scope, int token, ObjectCode code, DeployList wanted) {
        return database.transact(handle -> {
            lock(handle, scope, token, code);
            Map<Long, StoredObject> current = ObjectRows.byId(handle, scope);
            ReconcilePlan plan = ReconcilePlan.of(current.values(), wanted);
            new ObjectWriter(handle, scope, code.release()).write(plan, current, wanted);
            return plan;
        });
    }

    private static void lock(Handle handle, ObjectScope scope, int token, ObjectCode code) {
        int rows = bind(handle.createUpdate("update object_applications set fence = fence" + ObjectRows.SCOPE), scope)
                .execute();
        if (rows == 0) {
            SqlRows.code(
                            bind(
                                    handle.createUpdate(
                                            "insert into object_applications (project, environment, application,"
                                                    + " fence, deployment, release_number, artifact, script) values (:project,"
                                                    + " :environment, :application, :fence, :deployment, :release, :artifact,"
                                                    + " :script)"),
                                    scope),
                            code)
                    .bind("fence", token)
                    .execute();
            return;
        }
        int fence = bind(handle.createQuery("select fence from object_applications" + ObjectRows.SCOPE), scope)
                .mapTo(Integer.class)
                .one();
        if (fence > token) {
            throw new RefusedException("Deployment " + token + " may no longer change the objects of " + scope
                    + ": deployment " + fence + " has done so since; nothing was changed");
        }
        SqlRows.code(
                        bind(
                                handle.createUpdate("update object_applications set fence = :fence, deployment ="
                                        + " :deployment, release_number = :release, artifact = :artifact, script = :script"
                                        + ObjectRows.SCOPE),
                                scope),
                        code)
                .bind("fence", token)
                .execute();
    }

    private static <T extends org.jdbi.v3.core.statement.SqlStatement<T>> T bind(T statement, ObjectScope scope) {
        return SqlRows.scope(statement, scope);
    }

    @Override
    public Optional<LiveObjects> live(ObjectScope scope) {
        return database
                .transact(handle -> LiveRows.read(handle, scope.project(), scope.environment(), scope.application()))
                .stream()
                .findFirst();
    }

    @Override
    public List<LiveObjects> live(String project, String environment) {
        return database.transact(handle -> LiveRows.read(handle, project, environment, null));
    }

    @Override
    public List<StoredObject> objects(ObjectScope scope) {
        return database.transact(handle -> ObjectRows.all(handle, scope));
    }

    @Override
    public List<Subscription> subscriptions(ObjectScope scope) {
        return database.transact(handle -> SubscriptionRows.open(handle, scope));
    }

    @Override
    public SubscriptionPlan plan(
            ObjectScope scope, ObjectCode code, Map<String, SubscriptionPlan.Wish> wishes, Set<String> unknown) {
        return database.transact(handle -> {
            bind(handle.createUpdate("update object_applications set fence = fence" + ObjectRows.SCOPE), scope)
                    .execute();
            SubscriptionPlan plan = SubscriptionPlan.of(SubscriptionRows.open(handle, scope), wishes, unknown);
            new SubscriptionRows(handle, clock.instant()).write(scope, code, plan);
            return plan;
        });
    }

    @Override
    public Optional<Subscription> attempt(String key) {
        return database.transact(handle -> new SubscriptionRows(handle, clock.instant()).attempt(key));
    }

    @Override
    public void succeeded(Subscription attempt, @Nullable JsonNode result) {
        database.transact(handle -> new SubscriptionRows(handle, clock.instant()).succeeded(attempt, result));
    }

    @Override
    public void failed(Subscription attempt, String error) {
        database.transact(handle -> new SubscriptionRows(handle, clock.instant()).failed(attempt, error));
    }

    @Override
    public Optional<Subscription> giveUp(String key, String by, String reason) {
        return database.transact(handle -> new SubscriptionRows(handle, clock.instant()).giveUp(key, by, reason));
    }

    @Override
    public Set<Digest> artifacts() {
        return database
                .transact(handle -> handle.createQuery("select artifact from object_applications union"
                                + " select artifact from object_subscriptions"
                                + " where state in ('SUBSCRIBE', 'SUBSCRIBED', 'UNSUBSCRIBE')")
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(Digest::new)
                .collect(Collectors.toSet());
    }

    @Override
    public Map<Integer, String> claims(String project) {
        Map<Integer, String> reasons = new TreeMap<>();
        database.transact(handle -> handle.createQuery("select release_number, webhook, environment from"
                        + " object_subscriptions where project = :project"
                        + " and state in ('SUBSCRIBE', 'SUBSCRIBED', 'UNSUBSCRIBE') order by id desc")
                .bind("project", project)
                .map((row, context) -> reasons.put(
                        row.getInt("release_number"),
                        "subscribed " + row.getString("webhook") + " in " + row.getString("environment")))
                .list());
        return reasons;
    }

    @Override
    public void record(ObjectRun run) {
        boolean prune = runs.getAndIncrement() % PRUNE_EVERY == 0;
        database.transact(handle -> {
            int added = RunRows.add(handle, run);
            if (prune) {
                RunRows.prune(handle, run.scope(), clock.instant().minus(KEPT), MOST_RUNS);
            }
            return added;
        });
    }

    @Override
    public List<ObjectRun> runs(String project, String environment, int limit) {
        return database.transact(handle -> RunRows.newest(handle, project, environment, limit));
    }

    @Override
    public void close() {
        database.close();
    }
}
