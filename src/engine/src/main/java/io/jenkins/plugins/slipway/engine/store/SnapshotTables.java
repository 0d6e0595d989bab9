package io.jenkins.plugins.slipway.engine.store;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a {@link RecordsSnapshot} from tables, and writes them to empty ones. */
final class SnapshotTables {
    /** Deployments per environment that go along: enough for any decision, as what is live or running always goes along. */
    private static final int DEPLOYMENTS = 200;

    /** Releases that go along beside those an environment still knows. */
    private static final int RELEASES = 50;

    private static final Set<String> TIMES =
            Set.of("created", "quarantined_since", "expired", "done_at", "started", "ended", "judged_at");

    /** Given out anew where the rows are written. */
    private static final String IDENTITY = "id";

    private static final String RELEASE_MATTERS = " (r.number > (select p.last_release from projects p"
            + " where p.project = r.project) - " + RELEASES
            + " or (r.expired is null and exists (select 1 from environment_releases u"
            + " where u.project = r.project and u.release_number = r.number)))";

    /** Each table with the rows that matter, tables before those that refer to them. */
    private static final Map<String, String> QUERIES = queries();

    private SnapshotTables() {}

    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("projects", "select * from projects where project = :project");
        queries.put(
                "configurations",
                "select * from configurations c where exists (select 1 from releases r where r.project = :project"
                        + " and r.configuration = c.digest and" + RELEASE_MATTERS + ")");
        queries.put("releases", "select r.* from releases r where r.project = :project and" + RELEASE_MATTERS);
        queries.put("release_artifacts", ofReleases("release_artifacts"));
        queries.put("quarantine_events", ofReleases("quarantine_events") + " order by t.id");
        queries.put("environments", "select * from environments where project = :project");
        queries.put(
                "deployments",
                "select d.* from deployments d join environments e on e.project = d.project"
                        + " and e.environment = d.environment where d.project = :project and (d.number > e.last_deployment - "
                        + DEPLOYMENTS + " or d.number = e.live_deployment or d.state = 'RUNNING'"
                        + " or exists (select 1 from environment_releases u where u.project = d.project and"
                        + " u.environment = d.environment and (u.last_live = d.number or u.last_deployment = d.number)))");
        queries.put("running_deployments", "select * from running_deployments where project = :project");
        queries.put("environment_releases", "select * from environment_releases where project = :project");
        queries.put(
                "verdicts",
                "select v.* from verdicts v where v.project = :project and exists (select 1 from releases r"
                        + " where r.project = v.project and r.number = v.release_number and" + RELEASE_MATTERS
                        + ") order by v.id");
        return queries;
    }

    private static String ofReleases(String table) {
        return "select t.* from " + table + " t join releases r on r.project = t.project and r.number = t.number"
                + " where t.project = :project and" + RELEASE_MATTERS;
    }

    static RecordsSnapshot read(Database database, String project) {
        return database.transact(handle -> {
            Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
            QUERIES.forEach((table, query) -> tables.put(
                    table,
                    handle.createQuery(query)
                            .bind("project", project)
                            .map((row, context) -> row(row))
                            .list()));
            return new RecordsSnapshot(project, tables);
        });
    }

    private static Map<String, @Nullable Object> row(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String column = columns.getColumnName(i).toLowerCase(Locale.ROOT);
            if (!column.equals(IDENTITY)) {
                values.put(column, value(row, i, column));
            }
        }
        return values;
    }

    private static @Nullable Object value(ResultSet row, int index, String column) throws SQLException {
        if (TIMES.contains(column)) {
            OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
            return time == null ? null : time.toString();
        }
        Object value = row.getObject(index);
        return value == null || value instanceof Integer ? value : row.getString(index);
    }

    static void write(Database database, RecordsSnapshot snapshot) {
        database.transact(handle -> {
            QUERIES.keySet()
                    .forEach(table -> snapshot.tables()
                            .getOrDefault(table, new ArrayList<>())
                            .forEach(row -> insert(handle, table, row)));
            return snapshot;
        });
    }

    private static void insert(Handle handle, String table, Map<String, @Nullable Object> row) {
        Update update = handle.createUpdate("insert into " + table + " (" + String.join(", ", row.keySet())
                + ") values ("
                + row.keySet().stream().map(column -> ":" + column).collect(Collectors.joining(", "))
                + ")");
        row.forEach((column, value) -> update.bind(
                column, value instanceof String text && TIMES.contains(column) ? OffsetDateTime.parse(text) : value));
        update.execute();
    }
}
