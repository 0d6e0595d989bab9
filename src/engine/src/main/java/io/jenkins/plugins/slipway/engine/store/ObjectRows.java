package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.StoredObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads objects. */
final class ObjectRows {
    static final String SCOPE =
            " where project = :project and environment = :environment and application = :application";

    private ObjectRows() {}

    static List<StoredObject> all(Handle handle, ObjectScope scope) {
        return SqlRows.scope(
                        handle.createQuery(
                                "select definition, enabled, release_number from objects" + SCOPE + " order by name"),
                        scope)
                .map((row, context) ->
                        new StoredObject(definition(row), row.getBoolean("enabled"), row.getInt("release_number")))
                .list();
    }

    /** The code that is live. */
    static Optional<ObjectCode> code(Handle handle, ObjectScope scope) {
        return SqlRows.scope(handle.createQuery("select * from object_applications" + SCOPE), scope)
                .map((row, context) -> SqlRows.code(row))
                .findOne();
    }

    static DeclaredObject definition(ResultSet row) throws SQLException {
        return Column.JSON.readValue(row.getString("definition"), DeclaredObject.class);
    }
}
