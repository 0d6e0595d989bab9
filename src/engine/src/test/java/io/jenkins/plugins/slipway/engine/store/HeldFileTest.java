package io.jenkins.plugins.slipway.engine.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The records in an H2 file that one process holds open. */
final class HeldFileTest extends RecordsContract {
    @TempDir
    Path home;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = SqlRecords.holdIn(home);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    SqlRecords records() {
        return records;
    }
}
