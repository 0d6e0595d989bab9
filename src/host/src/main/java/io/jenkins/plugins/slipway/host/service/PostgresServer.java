package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.Supervised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A PostgreSQL server with the databases and accounts that its service declares. */
final class PostgresServer implements Server {
    /** The daemon's own account. Applications never get it. */
    static final String OWNER = "slipway";

    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String STARTING_UP = "57P03";

    /** What pg_dump writes goes straight to pg_restore; the shell alone would forget how the first of them ended. */
    private static final String COPY = """
            exec 3>&1
            ended=$( { { PGPASSFILE="$1" "$2" -Fc --no-privileges -w -h 127.0.0.1 -U slipway -p "$3" --snapshot="$4" \
            -d "$5" 2>&3; echo $? >&4; } | PGPASSFILE="$6" "$7" --exit-on-error --no-privileges -w -h 127.0.0.1 -U slipway -p "$8" \
            -d "$5" >&3 2>&3 || echo restore >&4; } 4>&1 )
            [ "$ended" = 0 ]
            """;

    private final ServiceContext context;
    private final PostgresSettings settings;

    PostgresServer(ServiceContext context) {
        this.context = context;
        this.settings = PostgresSettings.of(context.name(), context.configuration());
    }

    @Override
    public String stopSignal() {
        // Rolls back what is under way and closes in order; asked politely it would wait for every client to leave.
        return "INT";
    }

    @Override
    public List<String> ignored() {
        return settings.ignored();
    }

    @Override
    public List<String> endpoints() {
        return List.copyOf(settings.endpoints().keySet());
    }

    @Override
    public void make(ServiceState state, Cancellation cancellation) throws IOException, InterruptedException {
        Path partial = context.folder().partial();
        Trees.remove(partial);
        Path password = context.folder().root().resolve("password");
        Passwords.write(password, state.password());
        try {
            context.runInside(
                    "initdb",
                    List.of(
                            context.software().program("initdb").toString(),
                            "-D",
                            partial.toString(),
                            "-U",
                            OWNER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + password,
                            "--encoding=UTF8",
                            "--locale=C.UTF-8"),
                    cancellation);
        } finally {
            Files.deleteIfExists(password);
        }
        Files.move(partial, context.folder().data(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Launch launch(ServiceState state) throws IOException {
        Path data = context.folder().data();
        int made = Software.major(Files.readString(data.resolve("PG_VERSION")).strip());
        if (made != context.software().major()) {
            throw new LifecycleFailedException("the data of service ‘" + context.name() + "’ was made by PostgreSQL "
                    + made + ", and this machine has " + context.software().version() + ". Install postgresql-" + made);
        }
        Passwords.write(data.resolve("postgresql.conf"), PostgresFiles.settings(state.port()));
        Passwords.write(data.resolve("pg_hba.conf"), PostgresFiles.access());
        Passwords.write(
                context.folder().passwords(),
                "127.0.0.1:" + state.port() + ":*:" + OWNER + ":" + state.password() + "\n");
        return context.launch(List.of(context.software().server().toString(), "-D", data.toString()));
    }

    @Override
    public void awaitReady(ServiceState state, Supervised process, Cancellation cancellation)
            throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        String last = "it does not listen";
        while (System.nanoTime() < deadline) {
            if (!process.alive()) {
                throw context.died(process.ended().join() + " before it answered");
            }
            if (cancellation.isCancelled() || Thread.interrupted()) {
                throw new LifecycleFailedException("the wait for service ‘" + context.name() + "’ was cancelled");
            }
            try (Connection connection = connect(state, "postgres")) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                last = String.valueOf(e.getMessage());
                String code = String.valueOf(e.getSQLState());
                if (!code.startsWith("08") && !code.equals(STARTING_UP)) {
                    break;
                }
            }
            // There is no event to wait for: the server tells nobody when it begins to listen.
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw context.died("does not answer on port " + state.port() + ": " + last);
    }

    @Override
    public ServiceState configure(ServiceState state, Cancellation cancellation) {
        try {
            return new PostgresAccounts(context.name(), settings, this::connect).apply(state);
        } catch (SQLException e) {
            throw failed("cannot be set up", e);
        }
    }

    @Override
    public Snapshot snapshot(ServiceState state) {
        try {
            return PostgresSnapshot.take(context, state, databases(state), this::connect);
        } catch (SQLException e) {
            throw failed("cannot be read", e);
        }
    }

    @Override
    public void copy(
            ServiceState state, Snapshot from, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws InterruptedException {
        if (!(from instanceof PostgresSnapshot parent)) {
            say.accept("service " + context.name() + " is of another type there; it begins empty");
            return;
        }
        for (Map.Entry<String, PostgresSnapshot.Held> held : parent.databases().entrySet()) {
            String database = held.getKey();
            if (!settings.databases().contains(database)) {
                continue;
            }
            say.accept("cloning database " + database + " of service " + context.name() + " ("
                    + (held.getValue().bytes() >> 20) + " MB)");
            try {
                PostgresAccounts.empty(connect(state, database));
            } catch (SQLException e) {
                throw failed("cannot be emptied", e);
            }
            context.run(
                    "pg_dump | pg_restore",
                    List.of(
                            "/bin/sh",
                            "-c",
                            COPY,
                            "copy",
                            parent.context().folder().passwords().toString(),
                            parent.context().software().program("pg_dump").toString(),
                            Integer.toString(parent.state().port()),
                            held.getValue().id(),
                            database,
                            context.folder().passwords().toString(),
                            context.software().program("pg_restore").toString(),
                            Integer.toString(state.port())),
                    Map.of(),
                    cancellation);
        }
        configure(state, cancellation);
    }

    @Override
    public void dump(ServiceState state, Path directory, Cancellation cancellation)
            throws IOException, InterruptedException {
        PrivateFiles.createDirectories(directory);
        for (String database : databases(state)) {
            context.run(
                    "pg_dump",
                    client(
                            state,
                            "pg_dump",
                            "-Fc",
                            "-f",
                            directory.resolve(database + ".dump").toString(),
                            database),
                    passwords(),
                    cancellation);
        }
    }

    @Override
    public void load(
            ServiceState state, Path directory, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException {
        Map<String, String> loaded = new LinkedHashMap<>();
        try (Connection connection = connect(state, "postgres")) {
            for (String database : settings.databases()) {
                Path file = directory.resolve(database + ".dump");
                if (!Files.exists(file)) {
                    say.accept("the backup holds no database " + database + " of service " + context.name()
                            + "; it stays as it is");
                    continue;
                }
                String fresh = "slipway_new_" + database;
                PostgresAccounts.recreate(connection, fresh, database);
                try (Connection inside = connect(state, fresh)) {
                    PostgresAccounts.empty(inside);
                }
                context.run(
                        "pg_restore",
                        client(state, "pg_restore", "--exit-on-error", "--no-privileges", "-d", fresh, file.toString()),
                        passwords(),
                        cancellation);
                loaded.put(database, fresh);
            }
            PostgresAccounts.exchange(connection, loaded);
        } catch (SQLException e) {
            throw failed("cannot be loaded", e);
        }
        configure(state, cancellation);
    }

    private List<String> client(ServiceState state, String program, String... more) {
        List<String> result = new ArrayList<>(List.of(
                context.software().program(program).toString(),
                "-w",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(state.port()),
                "-U",
                OWNER));
        result.addAll(List.of(more));
        return result;
    }

    private Map<String, String> passwords() {
        return Map.of("PGPASSFILE", context.folder().passwords().toString());
    }

    private List<String> databases(ServiceState state) {
        try (Connection connection = connect(state, "postgres")) {
            return PostgresAccounts.databases(connection);
        } catch (SQLException e) {
            throw failed("cannot be read", e);
        }
    }

    private Connection connect(ServiceState state, String database) throws SQLException {
        return PostgresFiles.connect(state.port(), state.password(), database);
    }

    private LifecycleFailedException failed(String what, SQLException cause) {
        return new LifecycleFailedException(
                "service ‘" + context.name() + "’ (PostgreSQL) " + what + ": " + cause.getMessage(), cause);
    }
}
