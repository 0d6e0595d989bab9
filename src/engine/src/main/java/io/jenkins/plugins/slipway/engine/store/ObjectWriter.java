package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.ReconcilePlan;
import io.jenkins.plugins.slipway.engine.object.StoredObject;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Writes the changes of a plan. The outcome is that of disabling everything and enabling again what is on the list; rows that stay
 * the same are not touched, which is what makes the usual deployment, with few changes, fast.
 */
final class ObjectWriter {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 24;
    private static final int SECRETS_AT_ONCE = 64;

    private final Handle handle;
    private final ObjectScope scope;
    private final int release;
    private ByteBuffer random = ByteBuffer.allocate(0);

    ObjectWriter(Handle handle, ObjectScope scope, int release) {
        this.handle = handle;
        this.scope = scope;
        this.release = release;
    }

    /**
     * @param current every object of the application, by the number of its row
     */
    void write(ReconcilePlan plan, Map<Long, StoredObject> current, DeployList wanted) {
        Map<String, DeclaredObject> declared = new HashMap<>();
        wanted.objects().forEach(object -> declared.put(object.name(), object));
        Map<String, Set<String>> before = new HashMap<>();
        Map<String, Long> ids = new HashMap<>();
        current.forEach((id, object) -> {
            before.put(object.declared().name(), object.declared().uses());
            ids.put(object.declared().name(), id);
        });
        Set<String> relate = new HashSet<>();
        // Statements of the driver itself: ten thousand rows spend most of their time on whatever is done for each.
        try (RowBatch create = new RowBatch(
                        handle,
                        "insert into objects (project, environment, application, name, definition, enabled,"
                                + " release_number, secret) values (?, ?, ?, ?, ?, true, ?, ?)");
                RowBatch update = new RowBatch(
                        handle, "update objects set definition = ?, enabled = true, release_number = ? where id = ?");
                RowBatch disable = new RowBatch(handle, "update objects set enabled = false where id = ?")) {
            for (ReconcilePlan.Change change : plan.changes()) {
                String name = change.name();
                DeclaredObject object = declared.get(name);
                switch (change.act()) {
                    case CREATE -> {
                        DeclaredObject made = Objects.requireNonNull(object);
                        create.add(
                                scope.project(),
                                scope.environment(),
                                scope.application(),
                                name,
                                Column.json(made),
                                release,
                                secret());
                        note(relate, made, Set.of());
                    }
                    case UPDATE, REENABLE -> {
                        DeclaredObject made = Objects.requireNonNull(object);
                        update.add(Column.json(made), release, Objects.requireNonNull(ids.get(name)));
                        note(relate, made, before.getOrDefault(name, Set.of()));
                    }
                    case DISABLE -> disable.add(Objects.requireNonNull(ids.get(name)));
                    case SAME -> {}
                }
            }
            create.execute();
            update.execute();
            disable.execute();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
        relate(relate, declared);
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
    private String secret() {
        if (!random.hasRemaining()) {
            // The system is asked for many at once: each time costs more than all the rest of a row.
            byte[] bytes = new byte[SECRET_BYTES * SECRETS_AT_ONCE];
            RANDOM.nextBytes(bytes);
            random = ByteBuffer.wrap(bytes);
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.get(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
