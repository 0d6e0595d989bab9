package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.store.RecordsContract.CONFIG;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.NOON;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactionTest {
    @TempDir
    Path home;

    private Path file() {
        return home.resolve("records/slipway.mv.db");
    }

    private List<Release> written() {
        SqlRecords records = SqlRecords.openIn(home);
        IntStream.rangeClosed(1, 30)
                .forEach(seed ->
                        records.releases().release("shop", Map.of("api", digest(seed)), CONFIG, "", NOON, "ann"));
        return records.releases().list("shop", 100);
    }

    @Test
    void a_compacted_file_is_smaller_and_holds_the_same() throws IOException {
        List<Release> before = written();
        long size = Files.size(file());
        Compaction compaction = new Compaction(file(), 1);
        assertThat(compaction.due()).isTrue();

        compaction.run();

        assertThat(Files.size(file())).isLessThan(size / 2);
        assertThat(SqlRecords.openIn(home).releases().list("shop", 100)).isEqualTo(before);
        assertThat(compaction.due()).isFalse();
        assertThat(home.resolve("records/slipway.mv.db.tempFile")).doesNotExist();
    }

    @Test
    void what_a_killed_compaction_left_behind_does_not_disturb_the_next() throws IOException {
        List<Release> before = written();
        Files.writeString(home.resolve("records/slipway.mv.db.tempFile"), "half");
        Files.writeString(home.resolve("records/slipway.compacted"), "");
        Compaction compaction = new Compaction(file(), 1);

        assertThat(compaction.due()).isTrue();
        compaction.run();

        assertThat(SqlRecords.openIn(home).releases().list("shop", 100)).isEqualTo(before);
    }
}
