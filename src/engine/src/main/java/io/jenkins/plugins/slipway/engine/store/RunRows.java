package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.ObjectRun;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads and writes runs of objects. */
final class RunRows {
    private RunRows() {}

    static int add(Handle handle, ObjectRun run) {
        return SqlRows.scope(
                        handle.createUpdate(
                                "insert into object_runs (id, project, environment, application, object, operation,"
                                        + " release_number, started, seconds, outcome, detail) values (:id, :project, :environment,"
                                        + " :application, :object, :operation, :release, :started, :seconds, :outcome, :detail)"),
                        run.scope())
                .bind("id", run.id())
                .bind("object", run.object())
                .bind("operation", run.operation())
                .bind("release", run.release())
                .bind("started", Column.time(run.started()))
                .bind("seconds", run.seconds())
                .bind("outcome", run.outcome().name())
                .bind("detail", Column.text(run.detail()))
                .execute();
    }

    /** Removes what is older, and of the environment all but the newest. */
    static void prune(Handle handle, ObjectScope scope, Instant before, int most) {
        handle.createUpdate("delete from object_runs where project = :project and environment = :environment and"
                        + " (started < :before or started < (select min(started) from (select started from object_runs"
                        + " where project = :project and environment = :environment order by started desc"
                        + " limit :most) newest))")
                .bind("project", scope.project())
                .bind("environment", scope.environment())
                .bind("before", Column.time(before))
                .bind("most", most)
                .execute();
    }

    static List<ObjectRun> newest(Handle handle, String project, String environment, int limit) {
        return handle.createQuery("select * from object_runs where project = :project and environment = :environment"
                        + " order by started desc limit :limit")
                .bind("project", project)
                .bind("environment", environment)
                .bind("limit", limit)
                .map((row, context) -> new ObjectRun(
                        row.getString("id"),
                        SqlRows.scope(row),
                        row.getString("object"),
                        row.getString("operation"),
                        row.getInt("release_number"),
                        Column.instant(row, "started"),
                        row.getDouble("seconds"),
                        ObjectRun.Outcome.valueOf(row.getString("outcome")),
                        row.getString("detail")))
                .list();
    }
}
