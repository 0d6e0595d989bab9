package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.core.type.TypeReference;

/** Verdicts in SQL. */
final class SqlVerdicts implements VerdictRecords {
    private static final TypeReference<Map<String, Digest>> DIGESTS = new TypeReference<>() {};
    private static final TypeReference<List<Verdict.RuleResult>> RULES = new TypeReference<>() {};
    private static final TypeReference<List<String>> NOTES = new TypeReference<>() {};
    private static final String THERE =
            "select * from verdicts where project = :project and environment = :environment";

    private final Database database;

    SqlVerdicts(Database database) {
        this.database = database;
    }

    @Override
    public void add(Verdict verdict) {
        database.transact(handle -> handle.createUpdate("insert into verdicts (project, environment, release_number,"
                        + " digests_key, digests, status, rules, notes, judged_at, judged_by) values (:project,"
                        + " :environment, :release, :key, :digests, :status, :rules, :notes, :at, :by)")
                .bind("project", verdict.project())
                .bind("environment", verdict.environment())
                .bind("release", verdict.release())
                .bind("key", Fingerprint.of(verdict.digests()))
                .bind("digests", Column.json(verdict.digests()))
                .bind("status", verdict.status().name())
                .bind("rules", Column.json(verdict.rules()))
                .bind(
                        "notes",
                        Column.json(verdict.notes().stream().map(Column::text).toList()))
                .bind("at", Column.time(verdict.at()))
                .bind("by", Column.text(verdict.by()))
                .execute());
    }

    @Override
    public Optional<Verdict> latest(String project, String environment, int release) {
        return database.transact(handle -> one(handle.createQuery(THERE + " and release_number = :release"
                        + " order by project desc, environment desc, release_number desc, id desc limit 1")
                .bind("project", project)
                .bind("environment", environment)
                .bind("release", release)));
    }

    @Override
    public Optional<Verdict> latest(String project, String environment, Map<String, Digest> digests) {
        return database.transact(handle -> one(handle.createQuery(THERE + " and digests_key = :key"
                        + " order by project desc, environment desc, digests_key desc, id desc limit 1")
                .bind("project", project)
                .bind("environment", environment)
                .bind("key", Fingerprint.of(digests))));
    }

    @Override
    public List<Verdict> list(String project, String environment, int limit) {
        return database.transact(
                handle -> handle.createQuery(THERE + " order by project desc, environment desc, id desc limit :limit")
                        .bind("project", project)
                        .bind("environment", environment)
                        .bind("limit", limit)
                        .map((row, context) -> verdict(row))
                        .list());
    }

    private static Optional<Verdict> one(Query query) {
        return query.map((row, context) -> verdict(row)).findOne();
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        return new Verdict(
                row.getString("project"),
                row.getString("environment"),
                row.getInt("release_number"),
                Column.json(row, "digests", DIGESTS),
                Verdict.Status.valueOf(row.getString("status")),
                Column.json(row, "rules", RULES),
                Column.json(row, "notes", NOTES),
                Column.instant(row, "judged_at"),
                row.getString("judged_by"));
    }
}
