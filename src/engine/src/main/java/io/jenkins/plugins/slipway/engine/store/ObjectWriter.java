package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.ReconcilePlan;
import io.jenkins.plugins.slipway.engine.object.StoredObject;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes the changes of a plan. The outcome is that of disabling everything and enabling again what is on the list; rows that stay
 * the same are not touched, which is what makes the usual deployment, with few changes, fast.
 */
final class ObjectWriter {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Handle handle;
    private final ObjectScope scope;
    private final int release;

    ObjectWriter(Handle handle, ObjectScope scope, int release) {
        this.handle = handle;
        this.scope = scope;
        this.release = release;
    }

    void write(ReconcilePlan plan, Collection<StoredObject> current, DeployList wanted) {
        Map<String, DeclaredObject> declared = new HashMap<>();
        wanted.objects().forEach(object -> declared.put(object.name(), object));
        Map<String, Set<String>> before = new HashMap<>();
        current.forEach(
                object -> before.put(object.declared().name(), object.declared().uses()));
        PreparedBatch create =
                handle.prepareBatch("insert into objects (project, environment, application, name, definition,"
                        + " enabled, release_number, secret) values (:project, :environment, :application, :name, :definition, true,"
                        + " :release, :secret)");
        PreparedBatch update = handle.prepareBatch("update objects set definition = :definition, enabled = true,"
                + " release_number = :release where id = :id");
        PreparedBatch disable = handle.prepareBatch("update objects set enabled = false where id = :id");
        Map<String, Long> ids = current.isEmpty() ? Map.of() : ids();
        Set<String> relate = new HashSet<>();
        for (ReconcilePlan.Change change : plan.changes()) {
            if (change.act() == ReconcilePlan.Act.DISABLE) {
                disable.bind("id", ids.get(change.name())).add();
                continue;
            }
            DeclaredObject object = Objects.requireNonNull(declared.get(change.name()));
            switch (change.act()) {
                case CREATE -> {
                    define(create, object).bind("secret", secret()).add();
                    note(relate, object, Set.of());
                }
                case UPDATE, REENABLE -> {
                    update.bind("id", ids.get(change.name()))
                            .bind("definition", Column.json(object))
                            .bind("release", release)
                            .add();
                    note(relate, object, before.getOrDefault(change.name(), Set.of()));
                }
                case DISABLE, SAME -> {}
            }
        }
        List.of(create, update, disable).forEach(ObjectWriter::execute);
        relate(relate, declared);
    }

    private PreparedBatch define(PreparedBatch batch, DeclaredObject object) {
        return SqlRows.scope(batch, scope)
                .bind("name", object.name())
                .bind("definition", Column.json(object))
                .bind("release", release);
    }

    private Map<String, Long> ids() {
        Map<String, Long> ids = new HashMap<>();
        SqlRows.scope(handle.createQuery("select id, name from objects" + ObjectRows.SCOPE), scope)
                .map((row, context) -> ids.put(row.getString("name"), row.getLong("id")))
                .list();
        return ids;
    }

    private static void note(Set<String> relate, DeclaredObject object, Set<String> before) {
        if (!object.uses().equals(before)) {
            relate.add(object.name());
        }
    }

    private void relate(Set<String> names, Map<String, DeclaredObject> declared) {
        PreparedBatch forget = handle.prepareBatch("delete from object_relations where object = (select id from objects"
                + ObjectRows.SCOPE + " and name = :name)");
        PreparedBatch relate = handle.prepareBatch("insert into object_relations (object, uses) select a.id, b.id"
                + " from objects a, objects b where a.project = :project and a.environment = :environment and"
                + " a.application = :application and a.name = :name and b.project = :project and b.environment = :environment"
                + " and b.application = :application and b.name = :uses");
        for (String name : names) {
            SqlRows.scope(forget, scope).bind("name", name).add();
            for (String other : Objects.requireNonNull(declared.get(name)).uses()) {
                SqlRows.scope(relate, scope)
                        .bind("name", name)
                        .bind("uses", other)
                        .add();
            }
        }
        execute(forget);
        execute(relate);
    }

    private static void execute(PreparedBatch batch) {
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** The part of a webhook's address that nobody can guess: 192 bits. */
    private static String secret() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
