package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.ReleaseUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Deployments in SQL. The row of the environment is the lock under which its numbers are given out. */
final class SqlDeployments implements DeploymentRecords {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<PhaseRun>> PHASES = new TypeReference<>() {};
    private static final String ONE = " where project = :project and environment = :environment and number = :number";

    private final Database database;

    SqlDeployments(Database database) {
        this.database = database;
    }

    @Override
    public Deployment begin(
            String project,
            String environment,
            Kind kind,
            int release,
            @Nullable Integer previous,
            int above,
            Instant started,
            String by,
            String reason) {
        return database.transact(handle -> {
            int number = Math.max(lastNumber(handle, project, environment), above) + 1;
            handle.createUpdate("update environments set last_deployment = :number"
                            + " where project = :project and environment = :environment")
                    .bind("number", number)
                    .bind("project", project)
                    .bind("environment", environment)
                    .execute();
            Deployment deployment = new Deployment(
                    project,
                    environment,
                    number,
                    kind,
                    release,
                    previous,
                    State.RUNNING,
                    Column.instant(started),
                    null,
                    Column.text(by),
                    Column.text(reason),
                    "",
                    Map.of(),
                    Map.of(),
                    List.of());
            insert(handle, deployment);
            noteUse(handle, deployment);
            return deployment;
        });
    }

    /** Locks the environment for the rest of the transaction. */
    private static int lastNumber(Handle handle, String project, String environment) {
        int rows = handle.createUpdate("update environments set last_deployment = last_deployment"
                        + " where project = :project and environment = :environment")
                .bind("project", project)
                .bind("environment", environment)
                .execute();
        if (rows == 0) {
            handle.createUpdate("insert into environments (project, environment, last_deployment)"
                            + " values (:project, :environment, 0)")
                    .bind("project", project)
                    .bind("environment", environment)
                    .execute();
            return 0;
        }
        return handle.createQuery("select last_deployment from environments"
                        + " where project = :project and environment = :environment")
                .bind("project", project)
                .bind("environment", environment)
                .mapTo(Integer.class)
                .one();
    }

    private static void insert(Handle handle, Deployment deployment) {
        handle.createUpdate("insert into deployments (project, environment, number, kind, release_number,"
                        + " previous_release, state, started, started_by, reason, data_versions, backups, phases) values"
                        + " (:project, :environment, :number, :kind, :release, :previous, :state, :started, :by, :reason,"
                        + " '{}', '{}', '[]')")
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .bind("kind", deployment.kind().name())
                .bind("release", deployment.release())
                .bind("previous", deployment.previous())
                .bind("state", deployment.state().name())
                .bind("started", Column.time(deployment.started()))
                .bind("by", deployment.by())
                .bind("reason", deployment.reason())
                .execute();
        handle.createUpdate("insert into running_deployments (project, environment, number)"
                        + " values (:project, :environment, :number)")
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .execute();
    }

    private static void noteUse(Handle handle, Deployment deployment) {
        int rows = use(
                handle,
                deployment,
                "update environment_releases set last_deployment = :number"
                        + " where project = :project and environment = :environment and release_number = :release");
        if (rows == 0) {
            use(
                    handle,
                    deployment,
                    "insert into environment_releases (project, environment, release_number,"
                            + " last_deployment) values (:project, :environment, :release, :number)");
        }
    }

    private static int use(Handle handle, Deployment deployment, String sql) {
        return handle.createUpdate(sql)
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .bind("release", deployment.release())
                .execute();
    }

    @Override
    public void data(Deployment deployment, Map<String, String> versions, Map<String, String> backups) {
        database.transact(handle -> handle.createUpdate(
                        "update deployments set data_versions = :versions, backups = :backups" + ONE)
                .bind("versions", Column.json(versions))
                .bind("backups", Column.json(backups))
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .execute());
    }

    @Override
    public void end(Deployment deployment, State state, Instant ended, String message, List<PhaseRun> phases) {
        if (state == State.RUNNING) {
            throw new IllegalArgumentException("A deployment does not end as RUNNING");
        }
        database.transact(handle -> {
            lastNumber(handle, deployment.project(), deployment.environment());
            Deployment before = find(handle, deployment.project(), deployment.environment(), deployment.number())
                    .orElseThrow(() -> new IllegalStateException("Deployment " + deployment.number() + " of "
                            + deployment.environment() + " was never begun"));
            State found = before.state();
            boolean more = found == state && phases.size() > before.phases().size();
            if (found == State.RUNNING || more) {
                close(handle, deployment, state, ended, message, phases);
            } else if (found != state) {
                throw new RefusedException("Deployment " + deployment.number() + " of ‘" + deployment.environment()
                        + "’ has already ended as " + found + " and cannot end as " + state
                        + "; look at ‘slipway history " + deployment.environment() + "’");
            }
            return found;
        });
    }

    private static void close(
            Handle handle, Deployment deployment, State state, Instant ended, String message, List<PhaseRun> phases) {
        handle.createUpdate(
                        "update deployments set state = :state, ended = :ended, message = :message, phases = :phases"
                                + ONE)
                .bind("state", state.name())
                .bind("ended", Column.time(ended))
                .bind("message", Column.text(message))
                .bind("phases", Column.json(phases))
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .execute();
        handle.createUpdate("delete from running_deployments" + ONE)
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("number", deployment.number())
                .execute();
        if (state == State.LIVE) {
            handle.createUpdate("update environments set live_deployment = :number where project = :project and"
                            + " environment = :environment and (live_deployment is null or live_deployment < :number)")
                    .bind("number", deployment.number())
                    .bind("project", deployment.project())
                    .bind("environment", deployment.environment())
                    .execute();
            use(
                    handle,
                    deployment,
                    "update environment_releases set last_live = :number where project = :project and"
                            + " environment = :environment and release_number = :release"
                            + " and (last_live is null or last_live < :number)");
        }
    }

    @Override
    public Optional<Deployment> find(String project, String environment, int number) {
        return database.transact(handle -> find(handle, project, environment, number));
    }

    private static Optional<Deployment> find(Handle handle, String project, String environment, int number) {
        return handle.createQuery("select * from deployments" + ONE)
                .bind("project", project)
                .bind("environment", environment)
                .bind("number", number)
                .map((row, context) -> deployment(row))
                .findOne();
    }

    @Override
    public Optional<Deployment> live(String project, String environment) {
        return database.transact(handle -> handle.createQuery("select d.* from environments e join deployments d"
                        + " on d.project = e.project and d.environment = e.environment and d.number = e.live_deployment"
                        + " where e.project = :project and e.environment = :environment")
                .bind("project", project)
                .bind("environment", environment)
                .map((row, context) -> deployment(row))
                .findOne());
    }

    @Override
    public Optional<Deployment> nextLive(String project, String environment, int number) {
        return database.transact(handle -> handle.createQuery("select * from deployments"
                        + " where project = :project and environment = :environment and number > :number"
                        + " and state = 'LIVE' order by project, environment, number limit 1")
                .bind("project", project)
                .bind("environment", environment)
                .bind("number", number)
                .map((row, context) -> deployment(row))
                .findOne());
    }

    @Override
    public List<Deployment> history(String project, String environment, int below, int limit) {
        return database.transact(handle -> handle.createQuery("select * from deployments"
                        + " where project = :project and environment = :environment and number < :below"
                        + " order by project desc, environment desc, number desc limit :limit")
                .bind("project", project)
                .bind("environment", environment)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, context) -> deployment(row))
                .list());
    }

    @Override
    public List<Deployment> running(String project) {
        return database.transact(handle -> handle.createQuery("select d.* from running_deployments r join deployments d"
                        + " on d.project = r.project and d.environment = r.environment and d.number = r.number"
                        + " where r.project = :project order by d.environment, d.number")
                .bind("project", project)
                .map((row, context) -> deployment(row))
                .list());
    }

    @Override
    public List<String> environments(String project) {
        return database.transact(handle -> handle.createQuery(
                        "select environment from environments where project = :project order by environment")
                .bind("project", project)
                .mapTo(String.class)
                .list());
    }

    @Override
    public List<ReleaseUse> uses(String project) {
        return database.transact(handle -> handle.createQuery("select u.* from releases r join environment_releases u"
                        + " on u.project = r.project and u.release_number = r.number"
                        + " where r.project = :project and r.expired is null"
                        + " order by u.environment, u.last_deployment desc")
                .bind("project", project)
                .map((row, context) -> new ReleaseUse(
                        row.getString("environment"),
                        row.getInt("release_number"),
                        row.getInt("last_deployment"),
                        Column.integerOrNull(row, "last_live")))
                .list());
    }

    private static Deployment deployment(ResultSet row) throws SQLException {
        return new Deployment(
                row.getString("project"),
                row.getString("environment"),
                row.getInt("number"),
                Kind.valueOf(row.getString("kind")),
                row.getInt("release_number"),
                Column.integerOrNull(row, "previous_release"),
                State.valueOf(row.getString("state")),
                Column.instant(row, "started"),
                Column.instantOrNull(row, "ended"),
                row.getString("started_by"),
                row.getString("reason"),
                row.getString("message"),
                Column.json(row, "data_versions", TEXTS),
                Column.json(row, "backups", TEXTS),
                Column.json(row, "phases", PHASES));
    }
}
