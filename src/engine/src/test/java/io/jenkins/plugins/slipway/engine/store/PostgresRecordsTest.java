package io.jenkins.plugins.slipway.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records in a real PostgreSQL. */
final class PostgresRecordsTest extends RecordsContract {
    @RegisterExtension
    static final TestPostgres SERVER = new TestPostgres();

    private static String url;
    private static SqlRecords records;

    @BeforeAll
    static void open() throws SQLException {
        url = SERVER.database();
        records = SqlRecords.open(url);
    }

    @BeforeEach
    void empty() throws SQLException {
        SERVER.execute(
                url,
                "truncate projects, configurations, releases, release_artifacts, quarantine_events, environments,"
                        + " deployments, running_deployments, environment_releases, verdicts, leases restart identity");
    }

    @AfterAll
    static void close() {
        records.close();
    }

    @Override
    SqlRecords records() {
        return records;
    }

    @Test
    void several_that_open_an_empty_database_at_once_make_its_tables_once() throws Exception {
        String empty = SERVER.database();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> numbers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                numbers.add(threads.submit(() -> {
                    try (SqlRecords own = SqlRecords.open(empty)) {
                        return own.releases()
                                .release("shop", Map.of("api", digest(1)), CONFIG, "", NOON, "ann")
                                .number();
                    }
                }));
            }
            for (Future<Integer> number : numbers) {
                assertThat(number.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_server_that_restarts_costs_at_most_one_failed_call() throws Exception {
        records.releases().release("shop", Map.of("api", digest(1)), CONFIG, "", NOON, "ann");
        SERVER.disconnectAll();

        assertThatThrownBy(() -> records.releases().newest("shop"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not answer");
        assertThat(records.releases().newest("shop")).isPresent();
    }

    @Test
    void the_place_is_named_without_the_password() {
        assertThat(records.place())
                .isEqualTo("jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + url.replaceAll(".*/|\\?.*", ""));
    }

    @Test
    void a_wrong_password_is_bad_input_and_is_not_repeated() {
        String wrong = url.replaceAll("password=.*", "password=hunter2");

        assertThatThrownBy(() -> SqlRecords.open(wrong))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("refuses the user; check user and password in the URL of the records")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
    }

    @Test
    void a_database_that_does_not_exist_is_bad_input() {
        assertThatThrownBy(() -> SqlRecords.open(SERVER.url("nowhere")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("There is no database jdbc:postgresql://127.0.0.1:" + SERVER.port()
                        + "/nowhere; create it, or correct the URL of the records");
    }

    @Test
    void a_server_that_does_not_answer_is_named() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        assertThatThrownBy(() -> SqlRecords.open("jdbc:postgresql://127.0.0.1:" + closed + "/slipway?password=hunter2"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(
                        "The database jdbc:postgresql://127.0.0.1:" + closed + "/slipway does not answer")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "postgres://db/slipway",
                "jdbc:mysql://db/slipway?password=hunter2",
                "jdbc:postgresql://ann:hunter2@db/slipway",
                "jdbc:postgresql://db:port/slipway?password=hunter2",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'hunter2'"
            })
    void another_url_is_bad_input_and_is_not_repeated(String other) {
        assertThatThrownBy(() -> SqlRecords.open(other))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("The URL of the records is not of the form jdbc:postgresql://")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
