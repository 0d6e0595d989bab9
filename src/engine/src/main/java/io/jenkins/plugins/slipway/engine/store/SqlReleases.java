package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent.Action;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Releases in SQL. The row of the project is the lock under which its numbers are given out. */
final class SqlReleases implements ReleaseRecords {
    private static final String ONE = " where project = :project and number = :number";

    private final Database database;

    SqlReleases(Database database) {
        this.database = database;
    }

    @Override
    public Release release(
            String project, Map<String, Digest> artifacts, JsonNode config, String commit, Instant created, String by) {
        String tree = Column.json(config);
        String configuration = Fingerprint.of(tree);
        return database.newest()
                .flatMap(newest -> newest.find(project, artifacts, configuration, config))
                .orElseGet(() -> database.transact(handle -> {
                    Release release = newestEqual(handle, project, artifacts, configuration)
                            .orElseGet(() -> {
                                lock(handle, project);
                                // Another process may have been faster.
                                return newestEqual(handle, project, artifacts, configuration)
                                        .orElseGet(() -> {
                                            keep(handle, configuration, tree);
                                            return add(
                                                    handle,
                                                    project,
                                                    artifacts,
                                                    configuration,
                                                    config,
                                                    commit,
                                                    created,
                                                    by);
                                        });
                            });
                    database.newest().ifPresent(newest -> newest.put(release, configuration));
                    return release;
                }));
    }

    private static Optional<Release> newestEqual(
            Handle handle, String project, Map<String, Digest> artifacts, String configuration) {
        List<ReleaseRow> newest =
                ReleaseRow.select(handle, "project = :project", "project desc, number desc", 1, project, 0);
        if (newest.isEmpty()
                || newest.get(0).expired()
                || !newest.get(0).configuration().equals(configuration)) {
            return Optional.empty();
        }
        return ReleaseRow.complete(handle, newest).stream()
                .filter(release -> release.artifacts().equals(artifacts))
                .findFirst();
    }

    private static void lock(Handle handle, String project) {
        int rows = handle.createUpdate("update projects set last_release = last_release where project = :project")
                .bind("project", project)
                .execute();
        if (rows == 0) {
            handle.createUpdate("insert into projects (project, last_release) values (:project, 0)")
                    .bind("project", project)
                    .execute();
        }
    }

    private static void keep(Handle handle, String configuration, String tree) {
        handle.createUpdate("insert into configurations (digest, tree) select :digest, :tree"
                        + " where not exists (select 1 from configurations where digest = :digest)")
                .bind("digest", configuration)
                .bind("tree", tree)
                .execute();
    }

    private static Release add(
            Handle handle,
            String project,
            Map<String, Digest> artifacts,
            String configuration,
            JsonNode config,
            String commit,
            Instant created,
            String by) {
        handle.createUpdate("update projects set last_release = last_release + 1 where project = :project")
                .bind("project", project)
                .execute();
        int number = handle.createQuery("select last_release from projects where project = :project")
                .bind("project", project)
                .mapTo(Integer.class)
                .one();
        Release release = new Release(
                project,
                number,
                artifacts,
                config,
                Column.text(commit),
                null,
                Column.instant(created),
                Column.text(by),
                null);
        handle.createUpdate("insert into releases (project, number, configuration, commit_id, created, created_by)"
                        + " values (:project, :number, :configuration, :commit, :created, :by)")
                .bind("project", project)
                .bind("number", number)
                .bind("configuration", configuration)
                .bind("commit", release.commit())
                .bind("created", Column.time(created))
                .bind("by", release.by())
                .execute();
        int position = 0;
        for (Map.Entry<String, Digest> artifact : artifacts.entrySet()) {
            handle.createUpdate("insert into release_artifacts (project, number, position, application, digest)"
                            + " values (:project, :number, :position, :application, :digest)")
                    .bind("project", project)
                    .bind("number", number)
                    .bind("position", position++)
                    .bind("application", artifact.getKey())
                    .bind("digest", artifact.getValue().value())
                    .execute();
        }
        return release;
    }

    @Override
    public Optional<Release> find(String project, int number) {
        return database.transact(handle -> ReleaseRow.complete(
                        handle,
                        ReleaseRow.select(
                                handle, "project = :project and number = :number", "number", 1, project, number))
                .stream()
                .findFirst());
    }

    @Override
    public Optional<Release> newest(String project) {
        return list(project, 1).stream().findFirst();
    }

    @Override
    public List<Release> list(String project, int below, int limit) {
        return database.transact(handle -> ReleaseRow.complete(
                handle,
                ReleaseRow.select(
                        handle,
                        "project = :project and number < :number",
                        "project desc, number desc",
                        limit,
                        project,
                        below)));
    }

    @Override
    public List<Release> kept(String project) {
        return database.transact(handle -> ReleaseRow.complete(
                handle,
                ReleaseRow.select(
                        handle,
                        "project = :project and expired is null",
                        "number desc",
                        Integer.MAX_VALUE,
                        project,
                        0)));
    }

    @Override
    public void quarantine(String project, int number, Release.Quarantine quarantine) {
        database.transact(handle -> {
            forget(project);
            int rows = handle.createUpdate("update releases set quarantined_by = :by, quarantined_since = :since,"
                            + " quarantine_reason = :reason" + ONE)
                    .bind("by", Column.text(quarantine.by()))
                    .bind("since", Column.time(quarantine.since()))
                    .bind("reason", Column.text(quarantine.reason()))
                    .bind("project", project)
                    .bind("number", number)
                    .execute();
            existed(rows, project, number);
            return audit(
                    handle,
                    project,
                    number,
                    Action.QUARANTINED,
                    quarantine.by(),
                    quarantine.since(),
                    quarantine.reason());
        });
    }

    @Override
    public void lift(String project, int number, String by, Instant when, String reason) {
        database.transact(handle -> {
            forget(project);
            int rows = handle.createUpdate("update releases set quarantined_by = null, quarantined_since = null,"
                            + " quarantine_reason = null" + ONE)
                    .bind("project", project)
                    .bind("number", number)
                    .execute();
            existed(rows, project, number);
            return audit(handle, project, number, Action.LIFTED, by, when, reason);
        });
    }

    private static int audit(
            Handle handle, String project, int number, Action action, String by, Instant at, String reason) {
        return handle.createUpdate("insert into quarantine_events (project, number, action, done_by, done_at, reason)"
                        + " values (:project, :number, :action, :by, :at, :reason)")
                .bind("project", project)
                .bind("number", number)
                .bind("action", action.name())
                .bind("by", Column.text(by))
                .bind("at", Column.time(at))
                .bind("reason", Column.text(reason))
                .execute();
    }

    @Override
    public List<QuarantineEvent> quarantines(String project, int number) {
        return database.transact(handle -> handle.createQuery("select * from quarantine_events" + ONE + " order by id")
                .bind("project", project)
                .bind("number", number)
                .map((row, context) -> new QuarantineEvent(
                        Action.valueOf(row.getString("action")),
                        row.getString("done_by"),
                        Column.instant(row, "done_at"),
                        row.getString("reason")))
                .list());
    }

    @Override
    public List<Digest> artifacts() {
        return database.transact(handle -> handle.createQuery("select distinct a.digest from releases r"
                        + " join release_artifacts a on a.project = r.project and a.number = r.number"
                        + " where r.expired is null order by a.digest")
                .mapTo(String.class)
                .map(Digest::new)
                .list());
    }

    @Override
    public void expire(String project, int number, Instant when) {
        int rows = database.transact(handle -> {
            forget(project);
            return handle.createUpdate("update releases set expired = coalesce(expired, :when)" + ONE)
                    .bind("when", Column.time(when))
                    .bind("project", project)
                    .bind("number", number)
                    .execute();
        });
        existed(rows, project, number);
    }

    @Override
    public boolean expired(String project, int number) {
        return database.transact(handle ->
                ReleaseRow.select(handle, "project = :project and number = :number", "number", 1, project, number)
                        .stream()
                        .anyMatch(ReleaseRow::expired));
    }

    private void forget(String project) {
        database.newest().ifPresent(newest -> newest.remove(project));
    }

    private static void existed(int rows, String project, int number) {
        if (rows == 0) {
            throw new BadInputException("There is no release " + number + " of ‘" + project
                    + "’; see ‘slipway releases’ for those there are");
        }
    }
}
