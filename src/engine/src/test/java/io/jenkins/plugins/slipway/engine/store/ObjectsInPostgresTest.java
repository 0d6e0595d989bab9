package io.jenkins.plugins.slipway.engine.store;

import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects in PostgreSQL, where the machine has one. */
final class ObjectsInPostgresTest extends ObjectsContract {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private SqlObjects objects;

    @BeforeEach
    void open() throws Exception {
        objects = SqlObjects.open(SERVER.database(), Clock.systemUTC());
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
