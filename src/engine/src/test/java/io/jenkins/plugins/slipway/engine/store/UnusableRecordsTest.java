package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.store.RecordsContract.CONFIG;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.NOON;
import static io.jenkins.plugins.slipway.engine.store.RecordsContract.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which the file of the records cannot be used gets one clear sentence. */
final class UnusableRecordsTest {
    @TempDir
    Path home;

    private static void release(SqlRecords records, int seed) {
        records.releases().release("shop", Map.of("api", digest(seed)), CONFIG, "", NOON, "ann");
    }

    private Path file() {
        return home.resolve("records/slipway.mv.db");
    }

    @Test
    void a_home_that_is_a_file_is_bad_input() throws IOException {
        Path notAFolder = Files.writeString(home.resolve("file"), "");

        assertThatThrownBy(() -> SqlRecords.openIn(notAFolder))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "Slipway cannot write its records to " + notAFolder.resolve("records/slipway.mv.db"))
                .hasMessageEndingWith("make it writable, or choose another folder with ‘--home’");
    }

    @Test
    void a_home_on_a_read_only_file_system_is_bad_input() {
        Path readOnly = Path.of("/sys/kernel/slipway");
        assumeTrue(Files.isDirectory(readOnly.getParent()));

        assertThatThrownBy(() -> SqlRecords.openIn(readOnly))
                .isInstanceOfAny(BadInputException.class, RefusedException.class)
                .hasMessageContaining("/sys/kernel/slipway/records");
    }

    @Test
    void a_home_whose_name_would_change_the_database_settings_is_bad_input() {
        assertThatThrownBy(() -> SqlRecords.openIn(home.resolve("a;INIT=SHUTDOWN")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has a semicolon in its name");
        assertThat(home.resolve("a;INIT=SHUTDOWN")).doesNotExist();
    }

    @Test
    void a_home_with_spaces_and_other_letters_works() {
        SqlRecords records = SqlRecords.openIn(home.resolve("größe ‘a’ %20 #"));
        release(records, 1);

        assertThat(records.releases().newest("shop")).isPresent();
        assertThat(home.resolve("größe ‘a’ %20 #/records/slipway.mv.db")).isRegularFile();
    }

    @Test
    void a_damaged_file_is_refused_and_left_as_it_is() throws IOException {
        release(SqlRecords.openIn(home), 1);
        byte[] garbage = new byte[8192];
        Arrays.fill(garbage, (byte) 'x');
        Files.write(file(), garbage);

        assertThatThrownBy(() -> SqlRecords.openIn(home).releases().newest("shop"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "The records in " + file() + " are damaged; put a backup of the file in its place, or move it"
                                + " away to start with empty records");
        assertThat(Files.readAllBytes(file())).isEqualTo(garbage);
    }

    @Test
    void a_file_that_was_cut_or_overwritten_never_gives_half_an_answer() throws IOException {
        SqlRecords records = SqlRecords.openIn(home);
        IntStream.rangeClosed(1, 20).forEach(seed -> release(records, seed));
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 1; cut < 8; cut++) {
            Files.write(file(), Arrays.copyOf(whole, whole.length * cut / 8));
            wholeAnswerOrRefused();
            Files.write(file(), whole);
            try (RandomAccessFile random = new RandomAccessFile(file().toFile(), "rw")) {
                random.seek((long) whole.length * cut / 8);
                random.write(new byte[4096]);
            }
            wholeAnswerOrRefused();
        }
    }

    private void wholeAnswerOrRefused() {
        try {
            List<Integer> numbers = SqlRecords.openIn(home).releases().list("shop", 100).stream()
                    .map(release -> release.number())
                    .toList();
            assertThat(numbers)
                    .isEqualTo(Stream.iterate(numbers.size(), number -> number > 0, number -> number - 1)
                            .toList());
        } catch (RefusedException e) {
            assertThat(e.getMessage()).startsWith("The records in " + file());
        }
    }

    @Test
    void records_of_a_newer_slipway_are_refused_and_left_as_they_are() {
        release(SqlRecords.openIn(home), 1);
        Database database = new SharedFile(home.resolve("records"), Duration.ofSeconds(10));
        database.transact(handle -> handle.execute(
                "update \"slipway_schema\" set \"version\" = '999' where \"version\" = '" + Schema.CURRENT + "'"));

        assertThatThrownBy(() -> SqlRecords.openIn(home).releases().newest("shop"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The records in " + file() + " were written by a newer Slipway (schema 999, this one knows "
                        + Schema.CURRENT + "); use that Slipway, or another place for the records");
    }

    @Test
    void the_current_version_is_that_of_the_newest_script() throws Exception {
        Path scripts = Path.of(getClass().getResource("migration").toURI());
        try (Stream<Path> files = Files.list(scripts)) {
            assertThat(files.mapToInt(script ->
                            Integer.parseInt(script.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"))))
                    .allMatch(version -> version <= Schema.CURRENT)
                    .contains(Schema.CURRENT);
        }
    }

    @Test
    void a_full_disk_is_said_and_costs_nothing_that_was_written() throws Exception {
        SqlRecords records = SqlRecords.openIn(home);
        release(records, 1);
        long kilobytes = Files.size(file()) / 1024 + 64;

        // A limit on the size of files stands for the full disk: it needs no right to mount one.
        Process limited = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "ulimit -f " + kilobytes + "; exec \"$0\" -XX:-UsePerfData -XX:TieredStopAtLevel=1 -cp \"$1\" "
                                + FullDiskProcess.class.getName() + " \"$2\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = limited.inputReader().lines().toList();
        assertThat(limited.waitFor()).isZero();

        assertThat(said.get(said.size() - 1))
                .isEqualTo("LifecycleFailedException The disk that holds the records is full: " + file()
                        + "; free some space and run the command again");
        assertThat(records.releases().newest("shop").orElseThrow().number())
                .as("everything that was said to be written, and nothing else")
                .isEqualTo(said.size());
        release(records, 5000);
    }
}
