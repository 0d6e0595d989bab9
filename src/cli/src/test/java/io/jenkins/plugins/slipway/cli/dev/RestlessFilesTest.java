package io.jenkins.plugins.slipway.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestlessFilesTest {
    private static final Path LOG = Path.of("dev.log");
    private static final Path SOURCE = Path.of("api.py");

    private final RestlessFiles files = new RestlessFiles();
    private long now = TimeUnit.HOURS.toNanos(1);

    @Test
    void what_changes_in_each_round_that_it_starts_is_named_once_and_then_starts_no_more() {
        files.begin(Set.of());
        assertThat(change(LOG).named()).containsExactly(LOG);
        round(LOG);
        RestlessFiles.Verdict second = change(LOG);
        assertThat(second.starting()).containsExactly(LOG);
        assertThat(second.named()).isEmpty();
        round(LOG);

        RestlessFiles.Verdict third = change(LOG);

        assertThat(third.starting()).isEmpty();
        assertThat(third.calmed()).containsExactly(LOG);
        assertThat(change(LOG).calmed()).isEmpty();
    }

    @Test
    void a_restless_file_has_its_last_content_deployed_once_it_rests_and_its_echo_starts_nothing() {
        becomeRestless();
        files.end(now);
        assertThat(files.atRest(now)).isEmpty();
        now += RestlessFiles.PAUSE;
        assertThat(files.atRest(now)).containsExactly(LOG);

        files.begin(Set.of(LOG));
        change(LOG);
        files.end(now);
        change(LOG);
        now += TimeUnit.HOURS.toNanos(1);

        assertThat(files.atRest(now)).isEmpty();
    }

    @Test
    void what_somebody_edits_starts_a_round_whatever_else_is_restless() {
        becomeRestless();
        files.end(now);

        RestlessFiles.Verdict edited = files.changed(Set.of(LOG, SOURCE), now);

        assertThat(edited.starting()).containsExactly(SOURCE);
        assertThat(edited.named()).containsExactly(SOURCE);
    }

    @Test
    void a_file_that_is_saved_again_and_again_between_rounds_starts_one_each_time() {
        files.begin(Set.of());
        for (int i = 0; i < 5; i++) {
            files.end(now);
            now += 2 * RestlessFiles.ECHO;
            RestlessFiles.Verdict saved = change(SOURCE);
            assertThat(saved.starting()).containsExactly(SOURCE);
            assertThat(saved.named()).containsExactly(SOURCE);
            files.begin(Set.of(SOURCE));
        }
    }

    @Test
    void a_file_that_keeps_still_in_a_round_is_like_any_other_again() {
        becomeRestless();
        files.end(now);
        now += 2 * RestlessFiles.ECHO;
        change(SOURCE);
        round(SOURCE);
        now += 2 * RestlessFiles.ECHO;
        change(SOURCE);
        round(SOURCE);
        now += 2 * RestlessFiles.ECHO;

        assertThat(change(LOG).starting()).containsExactly(LOG);
    }

    private void becomeRestless() {
        files.begin(Set.of());
        change(LOG);
        round(LOG);
        change(LOG);
        round(LOG);
        assertThat(change(LOG).calmed()).containsExactly(LOG);
    }

    /** The present round ends, and the next one begins. */
    private void round(Path by) {
        files.end(now);
        files.begin(Set.of(by));
    }

    private RestlessFiles.Verdict change(Path file) {
        return files.changed(Set.of(file), now);
    }
}
