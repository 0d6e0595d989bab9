package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is live. In one statement, because a statement sees one moment of the database on every isolation level, so that code
 * and objects fit.
 */
final class LiveRows {
    private final ObjectCode code;
    private final List<DeclaredObject> objects = new ArrayList<>();
    private final Map<String, String> secrets = new HashMap<>();

    private LiveRows(ObjectCode code) {
        this.code = code;
    }

    /**
     * @param application null for all of the environment
     */
    static List<LiveObjects> read(Handle handle, String project, String environment, @Nullable String application) {
        Map<ObjectScope, LiveRows> found = new LinkedHashMap<>();
        handle.createQuery("select a.project, a.environment, a.application, a.deployment, a.release_number, a.artifact,"
                        + " a.script, o.definition, o.secret from object_applications a left join objects o on"
                        + " o.project = a.project and o.environment = a.environment and o.application = a.application"
                        + " and o.enabled where a.project = :project and a.environment = :environment"
                        + (application == null ? "" : " and a.application = :application")
                        + " order by a.application")
                .bind("project", project)
                .bind("environment", environment)
                .bindMap(application == null ? Map.of() : Map.of("application", application))
                .map((row, context) -> {
                    ObjectScope scope = SqlRows.scope(row);
                    LiveRows rows = found.get(scope);
                    if (rows == null) {
                        rows = new LiveRows(SqlRows.code(row));
                        found.put(scope, rows);
                    }
                    if (row.getString("definition") != null) {
                        DeclaredObject object = ObjectRows.definition(row);
                        rows.objects.add(object);
                        if (object.kind() == DeclaredObject.Kind.WEBHOOK) {
                            rows.secrets.put(object.name(), row.getString("secret"));
                        }
                    }
                    return scope;
                })
                .list();
        return found.entrySet().stream()
                .map(entry -> new LiveObjects(
                        entry.getKey(), entry.getValue().code, entry.getValue().objects, entry.getValue().secrets))
                .toList();
    }
}
