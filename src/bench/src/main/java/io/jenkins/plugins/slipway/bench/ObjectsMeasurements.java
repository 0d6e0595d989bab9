package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.store.SqlObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.Driver;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reconciling 10,000 objects of an application, beside plain SQL upserts of the same rows in one transaction. Both open the
 * database, work, and close it. With a PostgreSQL address as argument there instead of in an H2 file.
 */
public final class ObjectsMeasurements {
    private static final int OBJECTS = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final String address;
    private int number;

    private ObjectsMeasurements(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("slipway-objects-bench");
        new ObjectsMeasurements(folder, arguments.length == 0 ? "" : arguments[0]).run();
    }

    private void run() throws Exception {
        try (SqlObjects objects = open(folder);
                SqlObjects plain = open(folder.resolve("plain"))) {
            // Each way in a file of its own, with the same tables.
            objects.live("none", "none");
            plain.live("none", "none");
        }
        new Comparison("10,000 new objects")
                .way("plain upserts in one transaction", () -> upsert("plain" + ++number, "first"))
                .way("reconcile", () -> reconcile("ours" + ++number, "first"))
                .run(7);
        upsert("plain", "0");
        reconcile("ours", "0");
        new Comparison("10,000 objects, every one changed")
                .way("plain upserts in one transaction", () -> upsert("plain", "text " + ++number))
                .way("reconcile", () -> reconcile("ours", "text " + ++number))
                .run(7);
        upsert("plain", "same");
        reconcile("ours", "same");
        new Comparison("10,000 objects, none changed")
                .way("plain upserts in one transaction", () -> upsert("plain", "same"))
                .way("reconcile", () -> reconcile("ours", "same"))
                .run(7);
    }

    private SqlObjects open(Path folder) {
        return address.isEmpty()
                ? SqlObjects.openIn(folder, Clock.systemUTC())
                : SqlObjects.open(address, Clock.systemUTC());
    }

    private void reconcile(String environment, String description) {
        List<DeclaredObject> declared = new ArrayList<>();
        for (int n = 0; n < OBJECTS; n++) {
            declared.add(object(n, description));
        }
        try (SqlObjects objects = open(folder)) {
            objects.reconcile(
                    new ObjectScope("bench", environment, "app"),
                    ++number,
                    new ObjectCode(number, number, new Digest("sha256:" + "a".repeat(64)), "deploy.js"),
                    new DeployList(declared));
        }
    }

    private void upsert(String environment, String description) throws Exception {
        String columns =
                "objects (project, environment, application, name, definition, enabled, release_number, secret)";
        String values = " values ('bench', ?, 'app', ?, ?, true, ?, ?)";
        String sql = address.isEmpty()
                ? "merge into " + columns + " key (project, environment, application, name)" + values
                : "insert into " + columns + values
                        + " on conflict (project, environment, application, name) do update set"
                        + " definition = excluded.definition, enabled = true, release_number = excluded.release_number";
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int n = 0; n < OBJECTS; n++) {
                DeclaredObject object = object(n, description);
                statement.setString(1, environment);
                statement.setString(2, object.name());
                statement.setString(3, JSON.writeValueAsString(object));
                statement.setInt(4, ++number);
                statement.setString(5, "secret");
                statement.addBatch();
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    private Connection connect() throws Exception {
        if (!address.isEmpty()) {
            return DriverManager.getConnection(address);
        }
        DriverManager.registerDriver(new Driver());
        return DriverManager.getConnection(
                "jdbc:h2:async:" + folder.resolve("plain/slipway") + ";FILE_LOCK=FS;WRITE_DELAY=0;MAX_COMPACT_TIME=0",
                "slipway",
                "");
    }

    private static DeclaredObject object(int number, String description) {
        return new DeclaredObject(
                DeclaredObject.Kind.ACTION,
                "object-" + number,
                "Object " + number,
                description,
                null,
                30,
                256,
                new TreeSet<>(Set.of(DeclaredObject.RUN)),
                Set.of(),
                null);
    }
}
