package io.jenkins.plugins.slipway.host.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.BackupControl;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One environment with PostgreSQL and Redis, from its first deployment on: servers are real and slow to start, so that the tests
 * follow one another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServicesTest {
    private static final String RELATIONS = """
            relationships:
              database: "db:postgresql"
              reports: "db:reader"
              cache: "memory:redis"
            """;
    private static final String SERVICES = """
            services:
              db:
                type: postgresql:15
                configuration:
                  databases: [main, archive]
                  endpoints:
                    postgresql: { default_database: main, privileges: { main: admin, archive: admin } }
                    reader: { default_database: main, privileges: { main: ro } }
                  extensions: [pg_trgm]
              memory:
                type: redis-persistent:7
            """;

    @TempDir
    private static Path folder;

    private Workshop workshop;
    private Daemon host;

    @BeforeAll
    void start() throws Exception {
        assumeFalse(Software.postgres(path()).isEmpty(), "PostgreSQL is not installed");
        assumeFalse(Software.redis(path(), false).isEmpty(), "Redis is not installed");
        workshop = new Workshop(folder).withApplication(RELATIONS).with(SERVICES);
        host = workshop.host();
    }

    @AfterAll
    void stop() throws Exception {
        if (host != null) {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    @Test
    @Order(1)
    void the_first_deployment_starts_its_services_and_its_hooks_can_use_them() throws Exception {
        String said = workshop.deploy(workshop.spec(1, "one", "", """
                deploy: |
                  psql "$DATABASE_URL" -q -c 'create table orders (id serial primary key, what text)'
                  psql "$DATABASE_URL" -q -c "insert into orders (what) values ('boat')"
                  PGPASSWORD=$REPORTS_PASSWORD psql -h $REPORTS_HOST -p $REPORTS_PORT -U $REPORTS_USERNAME -d $REPORTS_PATH -Atc 'select what from orders'
                  psql "$REPORTS_URL" -c "insert into orders (what) values ('no')" 2>&1 | grep 'permission denied'
                  psql "$DATABASE_URL" -Atc "select extname from pg_extension where extname = 'pg_trgm'"
                  REDISCLI_AUTH=$CACHE_PASSWORD redis-cli -h $CACHE_HOST -p $CACHE_PORT set greeting hello
                  redis-cli -h $CACHE_HOST -p $CACHE_PORT get greeting 2>&1 | grep NOAUTH
                """));

        assertThat(said)
                .contains("service db runs: PostgreSQL", "service memory runs: Redis", "boat\n", "permission denied")
                .contains("pg_trgm\n", "OK\n", "NOAUTH");
        assertThat(Workshop.client(host).get("/env").body())
                .contains(
                        "DATABASE_HOST=127.0.0.1",
                        "DATABASE_SCHEME=pgsql",
                        "DATABASE_USERNAME=main",
                        "DATABASE_PATH=main")
                .contains("CACHE_SCHEME=redis", "CACHE_URL=redis://:");
    }

    @Test
    @Order(2)
    void no_password_is_on_a_command_line_or_in_a_log() throws Exception {
        List<String> passwords = new ArrayList<>();
        for (String service : List.of("db", "memory")) {
            ServiceState state = state("production", service);
            passwords.add(state.password());
            state.accounts().values().forEach(account -> passwords.add(account.password()));
        }
        StringBuilder seen = new StringBuilder();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            seen.append(process.info().commandLine().orElse("")).append('\n');
        }
        try (Stream<Path> logs = Files.list(environment("production").resolve("logs"))) {
            for (Path log : logs.toList()) {
                seen.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(passwords).hasSizeGreaterThan(3).allMatch(password -> password.length() == 32);
        assertThat(seen.toString()).contains("postgres").doesNotContain(passwords);
    }

    @Test
    @Order(3)
    void the_next_release_finds_the_same_servers_and_their_data() throws Exception {
        long before = pid("production", "db");

        String said = workshop.deploy(workshop.spec(2, "two", "", """
                deploy: |
                  psql "$DATABASE_URL" -Atc 'select what from orders'
                  REDISCLI_AUTH=$CACHE_PASSWORD redis-cli -h $CACHE_HOST -p $CACHE_PORT get greeting
                """));

        assertThat(said).contains("boat\n", "hello\n");
        assertThat(pid("production", "db")).isEqualTo(before);
    }

    @Test
    @Order(4)
    void a_new_environment_begins_with_what_its_parent_has_and_goes_its_own_way() throws Exception {
        String said;
        try {
            said = workshop.in("staging", "staging: { type: staging, parent: production }")
                    .deploy(workshop.spec(1, "two", "", """
                        deploy: |
                          psql "$DATABASE_URL" -Atc 'select what from orders'
                          REDISCLI_AUTH=$CACHE_PASSWORD redis-cli -h $CACHE_HOST -p $CACHE_PORT get greeting
                          psql "$DATABASE_URL" -qc "insert into orders (what) values ('raft')"
                          psql "$DATABASE_URL" -qc 'alter table orders add column colour text'
                        """));
        } finally {
            workshop.inProduction();
        }

        assertThat(said)
                .contains("cloning database main", "environment production was paused for", "boat\n", "hello\n");
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("two");
        assertThat(workshop.deploy(workshop.spec(3, "three", "", "deploy: psql \"$DATABASE_URL\" -Atc 'table orders'")))
                .contains("1|boat")
                .doesNotContain("raft");
        assertThat(state("staging", "db").password())
                .isNotEqualTo(state("production", "db").password());
    }

    @Test
    @Order(5)
    void a_server_that_dies_is_started_again() throws Exception {
        ProcessHandle server = main(pid("production", "memory"));

        server.destroyForcibly();

        await().ignoreExceptions().until(() -> main(pid("production", "memory")).pid() != server.pid());
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(redis("get", "greeting")).isEqualTo("hello"));
    }

    @Test
    @Order(6)
    void another_daemon_takes_the_servers_over() throws Exception {
        long database = pid("production", "db");
        long cache = pid("production", "memory");
        host.close();

        host = workshop.host();
        String said = workshop.deploy(
                workshop.spec(4, "four", "", "deploy: psql \"$DATABASE_URL\" -Atc 'select what from orders'"));

        assertThat(said).contains("boat\n");
        assertThat(pid("production", "db")).isEqualTo(database);
        assertThat(pid("production", "memory")).isEqualTo(cache);
    }

    @Test
    @Order(8)
    void what_was_saved_of_services_and_mounts_comes_back_as_it_was_and_what_was_there_is_saved_first()
            throws Exception {
        Files.writeString(workshop.data().resolve("note"), "old");
        try (Lock lock = workshop.lock()) {
            assertThat(lock.live().health()).isEqualTo("healthy");
        }
        Backup backup = backups().create("tester", OutputSink.discard(), Cancellation.never());
        sql("insert into orders (what) values ('wreck')");
        redis("set", "greeting", "goodbye");
        Files.writeString(workshop.data().resolve("note"), "new");
        Files.writeString(workshop.data().resolve("more"), "new");

        Optional<Backup> before = backups().restore(backup.id(), "tester", OutputSink.discard(), Cancellation.never());

        assertThat(backup.parts()).extracting(Backup.Part::name).contains("db", "memory", "app");
        assertThat(sql("select string_agg(what, ' ') from orders")).isEqualTo("boat");
        assertThat(redis("get", "greeting")).isEqualTo("hello");
        assertThat(workshop.data().resolve("note")).hasContent("old");
        assertThat(workshop.data().resolve("more")).doesNotExist();
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("four");
        backups().restore(before.orElseThrow().id(), "tester", OutputSink.discard(), Cancellation.never());
        assertThat(sql("select string_agg(what, ' ' order by id) from orders")).isEqualTo("boat wreck");
        assertThat(redis("get", "greeting")).isEqualTo("goodbye");
        assertThat(workshop.data().resolve("more")).hasContent("new");
    }

    @Test
    @Order(6)
    void a_build_reaches_no_service_and_finds_no_password() throws Exception {
        assumeTrue(
                Sandboxes.availability() instanceof Availability.Enforced,
                () -> "no sandboxes here: " + Sandboxes.availability());
        ServiceState state = state("production", "memory");
        Path work = Files.createDirectory(folder.resolve("work"));
        String script = """
                redis-cli -p %d ping 2>&1
                cat %s 2>&1
                cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -i password
                env | grep -i -e password -e database
                echo end
                """.formatted(state.port(), environment("production").resolve("services/memory/service.json"));
        StringBuilder said = new StringBuilder();

        LocalProcessRunner.create()
                .run(
                        Command.script("set +e\n" + script, work, Map.of("PATH", path()))
                                .in(new Sandbox(
                                        Map.of(work, Path.of("/app")), Map.of(), Set.of(workshop.home()), false)),
                        Workshop.sink(said),
                        Cancellation.never());

        assertThat(said.toString())
                .contains("Could not connect", "No such file", "end\n")
                .doesNotContain(state.password(), "NOAUTH", "PASSWORD");
    }

    private BackupControl backups() {
        return BackupControl.of(workshop.home(), System.getenv(), Workshop.PROJECT, "production");
    }

    private @Nullable String sql(String text) throws Exception {
        ServiceState state = state("production", "db");
        try (Connection connection = PostgresFiles.connect(state.port(), state.password(), "main");
                Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return null;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    @Test
    @Order(7)
    void what_cannot_be_run_here_is_said_once_and_before_anything_is_touched() {
        workshop.with("services: { db: { type: \"elasticsearch:8\" }, memory: { type: \"redis:7\" } }")
                .withApplication("relationships: { search: \"db:elasticsearch\" }");
        try {
            assertThatThrownBy(() -> workshop.deploy(workshop.spec(5, "five")))
                    .isInstanceOf(LifecycleFailedException.class)
                    .hasMessageContaining("‘db’ of type ‘elasticsearch:8’")
                    .hasMessageContaining("environments: { production: { services: { db: … } } }");
        } finally {
            workshop.with(SERVICES).withApplication(RELATIONS);
        }
    }

    @Test
    @Order(9)
    void the_servers_end_with_their_environment_and_come_back_with_it() throws Exception {
        ProcessHandle database = ProcessHandle.of(pid("production", "db")).orElseThrow();

        host.stop(ShutdownMode.WITH_APPLICATIONS);

        assertThat(database.isAlive()).isFalse();
        host = workshop.host();
        assertThat(workshop.deploy(
                        workshop.spec(6, "six", "", "deploy: psql \"$DATABASE_URL\" -Atc 'select what from orders'")))
                .contains("boat\n", "wreck\n");
    }

    private String redis(String... words) throws IOException {
        try (RedisClient client = RedisClient.connect(state("production", "memory"))) {
            return client.call(words);
        }
    }

    private static ProcessHandle main(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        return process.descendants()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElse(process);
    }

    private long pid(String environment, String service) throws IOException {
        return state(environment, service).process().pid();
    }

    private ServiceState state(String environment, String service) throws IOException {
        return ServiceState.read(new ServiceFolder(
                        environment(environment).resolve("services").resolve(service)))
                .orElseThrow();
    }

    private Path environment(String name) {
        return new HostHome(workshop.home()).environment(Workshop.PROJECT, name);
    }

    private static String path() {
        return System.getenv("PATH");
    }
}
