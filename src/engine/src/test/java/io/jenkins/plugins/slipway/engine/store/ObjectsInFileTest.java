package io.jenkins.plugins.slipway.engine.store;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Objects in an H2 file that is opened and closed by every unit of work. */
final class ObjectsInFileTest extends ObjectsContract {
    @TempDir
    Path folder;

    private SqlObjects objects;

    @BeforeEach
    void open() {
        objects = SqlObjects.openIn(folder, Clock.systemUTC());
    }

    @Override
    SqlObjects objects() {
        return objects;
    }

    @Override
    int deployments() {
        return 25;
    }
}
