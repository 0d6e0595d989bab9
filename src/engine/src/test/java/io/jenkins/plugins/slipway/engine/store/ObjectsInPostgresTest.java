package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.object.Samples.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.StringNode;

/** Objects in PostgreSQL, where the machine has one. */
final class ObjectsInPostgresTest extends ObjectsContract {
    @RegisterExtension
    static final TestPostgres SERVER = new TestPostgres();

    private SqlObjects objects;

    @BeforeEach
    void open() throws Exception {
        objects = SqlObjects.open(SERVER.database(), Clock.systemUTC());
    }

    @Test
    void a_state_home_remembers_servers_so_that_code_stays_while_a_subscription_needs_it(@TempDir Path home)
            throws Exception {
        String address = SERVER.database();
        ObjectClaims.remember(home, "crm", "staging", address);
        ObjectClaims.remember(home, "crm", "staging", address);
        Path note = ObjectClaims.folder(home, "crm", "staging").resolve("servers");
        assertThat(Files.readAllLines(note)).containsExactly(address);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                .isEqualTo("rw-------");
        ObjectClaims claims = new ObjectClaims(home, List.of(), Clock.systemUTC());
        assertThat(claims.of("crm")).isEmpty();
        try (SqlObjects there = SqlObjects.open(address, Clock.systemUTC())) {
            there.plan(
                    new ObjectScope("crm", "staging", "app"),
                    code(4),
                    Map.of("w", new Wish("http://w/", StringNode.valueOf("p"))),
                    Set.of());
        }

        assertThat(claims.of("crm")).isEqualTo(Map.of(4, "subscribed w in staging"));
        assertThat(claims.of("other")).isEmpty();
        assertThat(note.resolveSibling("slipway.mv.db")).doesNotExist();
    }

    @Override
    SqlObjects objects() {
        return objects;
    }

    @Override
    int deployments() {
        return 1000;
    }
}
