package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.StoredObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The same with the rows' numbers, by number and in no order. */
    static Map<Long, StoredObject> byId(Handle handle, ObjectScope scope) {
        Map<Long, StoredObject> found = new HashMap<>();
        SqlRows.scope(handle.createQuery("select id, definition, enabled, release_number from objects" + SCOPE), scope)
                .setFetchSize(1_000)
                .map((row, context) ->
                        found.put(row.getLong(1), new StoredObject(definition(row), row.getBoolean(3), row.getInt(4))))
                .list();
        return found;
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
