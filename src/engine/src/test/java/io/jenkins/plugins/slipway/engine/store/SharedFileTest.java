package io.jenkins.plugins.slipway.engine.store;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The records in an H2 file that is opened and closed by every unit of work. */
final class SharedFileTest extends RecordsContract {
    @TempDir
    Path home;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = SqlRecords.openIn(home);
    }

    @Override
    SqlRecords records() {
        return records;
    }
}
