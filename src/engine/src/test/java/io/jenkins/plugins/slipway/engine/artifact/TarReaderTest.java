package io.jenkins.plugins.slipway.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.TarReader.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader takes what the writer writes and nothing else, whoever made it. */
class TarReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/absolute", "a/../../outside", "..", ".", "a/./b", "a//b", "missing/file"})
    void a_name_that_leaves_the_directory_or_has_no_place_in_it_is_refused(String name, @TempDir Path folder)
            throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        byte[] archive = archive(TreeEntry.directory("a"), TreeEntry.file(name, false, 3));

        assertThatThrownBy(() -> unpack(archive, root)).isInstanceOf(MalformedException.class);

        try (var left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void a_name_with_a_nul_byte_is_refused(@TempDir Path folder) {
        byte[] archive = archive(TreeEntry.file("long".repeat(40) + "\0", false, 3));

        assertThatThrownBy(() -> unpack(archive, folder)).isInstanceOf(MalformedException.class);
    }

    @Test
    void nothing_is_written_through_a_link(@TempDir Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        byte[] below = archive(TreeEntry.link("link", outside.toString()), TreeEntry.file("link/file", false, 3));
        byte[] twice = archive(TreeEntry.link("link", outside + "/file"), TreeEntry.file("link", false, 3));

        assertThatThrownBy(() -> unpack(below, root)).isInstanceOf(MalformedException.class);
        Files.delete(root.resolve("link"));
        assertThatThrownBy(() -> unpack(twice, root)).isInstanceOf(MalformedException.class);

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void entries_out_of_order_or_with_something_after_the_end_are_refused(@TempDir Path folder) throws IOException {
        byte[] disorder = archive(TreeEntry.file("b", false, 3), TreeEntry.file("a", false, 3));
        byte[] good = archive(TreeEntry.file("a", false, 3));
        byte[] more = Arrays.copyOf(good, good.length + 512);

        assertThatThrownBy(() -> unpack(disorder, folder)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> unpack(more, Files.createDirectory(folder.resolve("more"))))
                .isInstanceOf(MalformedException.class)
                .hasMessage("something after the end");
    }

    @Test
    void a_file_larger_than_tar_s_own_field_is_written_with_its_size() {
        ByteArrayOutputStream header = new ByteArrayOutputStream();

        TarFormat.header(TreeEntry.file("huge", false, 9_000_000_000L), header);

        assertThat(header.toString(StandardCharsets.ISO_8859_1)).contains("19 size=9000000000\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_changed_byte_is_refused_or_gives_another_digest(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] archive = archive(
                TreeEntry.directory("d"),
                TreeEntry.file("d/" + "long".repeat(40), true, 3),
                TreeEntry.link("link", "d"),
                TreeEntry.file("z", false, 3));
        Digest before = digest(archive);
        for (int round = 0; round < 100; round++) {
            int position = random.nextInt(archive.length);
            int change = 1 + random.nextInt(255);
            byte[] changed = archive.clone();
            changed[position] ^= (byte) change;

            assertThat(digestIfReadable(changed))
                    .as("byte %d changed by %d", position, change)
                    .isNotEqualTo(Optional.of(before));
        }
    }

    private static Optional<Digest> digestIfReadable(byte[] archive) throws IOException {
        try {
            return Optional.of(digest(archive));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    @Test
    void what_was_written_is_what_is_read() throws IOException {
        List<TreeEntry> entries = List.of(
                TreeEntry.directory("d"),
                TreeEntry.file("d/" + "x".repeat(300), true, 3),
                TreeEntry.link("link", "y".repeat(200)),
                TreeEntry.file("\u00fc\u0080\u00ff", false, 3));
        TarReader reader = new TarReader(new ByteArrayInputStream(archive(entries.toArray(TreeEntry[]::new))));

        for (TreeEntry entry : entries) {
            assertThat(reader.next()).isEqualTo(entry);
            reader.take((int) entry.size());
        }
        assertThat(reader.next()).isNull();
    }

    private static Digest digest(byte[] archive) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        for (TreeEntry entry = reader.next(); entry != null; entry = reader.next()) {
            reader.transfer(entry.size(), new ByteArrayOutputStream());
        }
        return reader.digest();
    }

    private static void unpack(byte[] archive, Path root) throws IOException {
        Unpacker.unpack(new TarReader(new ByteArrayInputStream(archive)), root, Progress.none());
    }

    private static byte[] archive(TreeEntry... entries) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (TreeEntry entry : entries) {
            TarFormat.header(entry, archive);
            if (entry.size() > 0) {
                archive.writeBytes("abc".getBytes(StandardCharsets.US_ASCII));
                archive.write(TarFormat.END, 0, TarFormat.padding(3));
            }
        }
        archive.writeBytes(TarFormat.END);
        return archive.toByteArray();
    }
}
