package io.jenkins.plugins.slipway.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void events_come_back_in_order_with_their_fields() throws Exception {
        try (Journal journal = FileJournal.create(folder, CLOCK)) {
            journal.append("phase-started", Map.of("phase", "hook", "nested", Map.of("list", List.of(1, 2))));
            journal.append("phase-ended", Map.of("text", "line\nbreak, “quotes” and \"check\":\"00000000\"}"));
        }

        List<JournalEvent> events = JournalReader.read(folder);

        assertThat(events).extracting(JournalEvent::number).containsExactly(1L, 2L);
        assertThat(events).extracting(JournalEvent::name).containsExactly("phase-started", "phase-ended");
        assertThat(events).extracting(JournalEvent::at).containsOnly(NOON);
        assertThat(events.get(0).fields().at("/nested/list/1").asInt()).isEqualTo(2);
        assertThat(events.get(1).fields().path("text").asString()).contains("line\nbreak");
    }

    @Test
    void a_torn_tail_is_not_read_and_is_cut_when_the_journal_goes_on() throws Exception {
        write("one", "two");
        Path file = folder.resolve(JournalReader.FILE);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < 60; cut += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length - cut));

            assertThat(JournalReader.read(folder))
                    .extracting(JournalEvent::name)
                    .containsExactly("one");
            write("three");
            assertThat(JournalReader.read(folder))
                    .extracting(JournalEvent::name)
                    .containsExactly("one", "three");
            assertThat(JournalReader.read(folder))
                    .extracting(JournalEvent::number)
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void what_is_only_mentioned_is_read_at_once_and_in_its_place() throws Exception {
        try (Journal journal = FileJournal.create(folder, CLOCK)) {
            journal.append("one", Map.of());
            journal.mention("two", Map.of());

            assertThat(JournalReader.read(folder))
                    .extracting(JournalEvent::name)
                    .containsExactly("one", "two");
            journal.append("three", Map.of());
            journal.mention("four", Map.of());
        }
        write("five");

        assertThat(JournalReader.read(folder))
                .extracting(JournalEvent::name)
                .containsExactly("one", "two", "three", "four", "five");
        assertThat(JournalReader.read(folder)).extracting(JournalEvent::number).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void an_altered_line_is_left_out_and_later_ones_are_kept() throws Exception {
        write("one", "two", "three");
        Path file = folder.resolve(JournalReader.FILE);
        Files.writeString(file, Files.readString(file).replace("\"two\"", "\"too\""));

        assertThat(JournalReader.read(folder)).extracting(JournalEvent::name).containsExactly("one", "three");
    }

    @Test
    void every_line_is_json_for_any_reader() throws Exception {
        write("one");
        Files.writeString(folder.resolve(JournalReader.FILE), "", StandardOpenOption.APPEND);

        assertThat(Files.readString(folder.resolve(JournalReader.FILE)))
                .matches("\\{\"number\":1,\"at\":\"2026-01-01T12:00:00Z\",\"event\":\"one\",\"fields\":\\{},"
                        + "\"check\":\"[0-9a-f]{8}\"}\n");
    }

    @Test
    void a_folder_without_a_journal_has_no_events() throws Exception {
        assertThat(JournalReader.read(folder)).isEmpty();
    }

    @Test
    void a_phase_s_log_stays_in_the_folder() throws Exception {
        try (Journal journal = FileJournal.create(folder, CLOCK)) {
            assertThat(journal.log("api.hook")).isEqualTo(folder.resolve("api.hook.log"));
            assertThatThrownBy(() -> journal.log("../hook")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void write(String... names) throws Exception {
        try (Journal journal = FileJournal.create(folder, CLOCK)) {
            for (String name : names) {
                journal.append(name, Map.of());
            }
        }
    }
}
