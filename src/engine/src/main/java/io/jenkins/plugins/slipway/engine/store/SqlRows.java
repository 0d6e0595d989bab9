package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that several tables of objects share. */
final class SqlRows {
    private SqlRows() {}

    static <T extends SqlStatement<T>> T scope(T statement, ObjectScope scope) {
        return statement
                .bind("project", scope.project())
                .bind("environment", scope.environment())
                .bind("application", scope.application());
    }

    static <T extends SqlStatement<T>> T code(T statement, ObjectCode code) {
        return statement
                .bind("deployment", code.deployment())
                .bind("release", code.release())
                .bind("artifact", code.artifact().value())
                .bind("script", code.script());
    }

    static ObjectScope scope(ResultSet row) throws SQLException {
        return new ObjectScope(row.getString("project"), row.getString("environment"), row.getString("application"));
    }

    static ObjectCode code(ResultSet row) throws SQLException {
        return new ObjectCode(
                row.getInt("deployment"),
                row.getInt("release_number"),
                new Digest(row.getString("artifact")),
                row.getString("script"));
    }
}
