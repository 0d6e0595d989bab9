package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row of the table of releases, before its artifacts and its configuration are looked up. */
record ReleaseRow(Release bare, String configuration, boolean expired) {

    /**
     * @param where may name {@code :project} and {@code :number}; like the order, a constant of the caller
     */
    static List<ReleaseRow> select(Handle handle, String where, String order, int limit, String project, int number) {
        return handle.createQuery("select * from releases where " + where + " order by " + order + " limit " + limit)
                .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                .bind("project", project)
                .bind("number", number)
                .map((row, context) -> read(row))
                .list();
    }

    /** The releases with all that belongs to them, in the order of the rows. */
    static List<Release> complete(Handle handle, List<ReleaseRow> rows) {
        Map<String, JsonNode> trees = new HashMap<>();
        return rows.stream()
                .map(row -> new Release(
                        row.bare.project(),
                        row.bare.number(),
                        artifacts(handle, row.bare),
                        trees.computeIfAbsent(row.configuration, digest -> tree(handle, digest)),
                        row.bare.commit(),
                        row.bare.label(),
                        row.bare.created(),
                        row.bare.by(),
                        row.bare.quarantine()))
                .toList();
    }

    private static Map<String, Digest> artifacts(Handle handle, Release release) {
        return handle.createQuery("select application, digest from release_artifacts"
                        + " where project = :project and number = :number order by project, number, position")
                .bind("project", release.project())
                .bind("number", release.number())
                .reduceRows(new LinkedHashMap<>(), (artifacts, row) -> {
                    artifacts.put(
                            row.getColumn("application", String.class),
                            new Digest(row.getColumn("digest", String.class)));
                    return artifacts;
                });
    }

    private static JsonNode tree(Handle handle, String digest) {
        return Column.JSON.readTree(handle.createQuery("select tree from configurations where digest = :digest")
                .bind("digest", digest)
                .mapTo(String.class)
                .one());
    }

    private static ReleaseRow read(ResultSet row) throws SQLException {
        Release bare = new Release(
                row.getString("project"),
                row.getInt("number"),
                Map.of(),
                Column.JSON.nullNode(),
                row.getString("commit_id"),
                row.getString("label"),
                Column.instant(row, "created"),
                row.getString("created_by"),
                quarantine(row));
        return new ReleaseRow(bare, row.getString("configuration"), Column.instantOrNull(row, "expired") != null);
    }

    private static Release.@Nullable Quarantine quarantine(ResultSet row) throws SQLException {
        String by = row.getString("quarantined_by");
        return by == null
                ? null
                : new Release.Quarantine(
                        by, Column.instant(row, "quarantined_since"), row.getString("quarantine_reason"));
    }
}
