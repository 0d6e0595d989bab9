package io.jenkins.plugins.slipway.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Integrity;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactStoreTest {
    @TempDir
    Path directory;

    private Path tree;
    private DirectoryArtifactStore store;

    @BeforeEach
    void a_tree_and_a_store() throws IOException {
        tree = Files.createDirectory(directory.resolve("tree"));
        store = DirectoryArtifactStore.open(directory.resolve("artifacts"));
    }

    @Test
    void files_modes_links_and_empty_directories_come_back() throws Exception {
        write("plain.txt", "plain");
        write("empty.txt", "");
        write("bin/run", "#!/bin/sh\n");
        Files.setPosixFilePermissions(tree.resolve("bin/run"), PosixFilePermissions.fromString("rwx------"));
        write("large.bin", "0123456789abcdef".repeat(200_000));
        Files.createDirectories(tree.resolve("empty/below"));
        Files.createSymbolicLink(tree.resolve("relative"), Path.of("bin/run"));
        Files.createSymbolicLink(tree.resolve("outside"), Path.of("../../elsewhere"));
        Files.createSymbolicLink(tree.resolve("absolute"), Path.of("/usr/bin/env"));
        write("a name with spaces, ümläuts and\na line break", "odd");
        write("-leading", "dash");
        String deep = "a-rather-long-name-for-a-directory/".repeat(8) + "file";
        write(deep, "deep");

        Path copy = roundTrip();

        assertThat(copy.resolve("plain.txt")).hasContent("plain");
        assertThat(copy.resolve("empty.txt")).isEmptyFile();
        assertThat(copy.resolve("large.bin")).hasSameBinaryContentAs(tree.resolve("large.bin"));
        assertThat(Files.getPosixFilePermissions(copy.resolve("bin/run")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(copy.resolve("plain.txt")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(copy.resolve("empty/below")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(copy.resolve("relative"))).isEqualTo(Path.of("bin/run"));
        assertThat(Files.readSymbolicLink(copy.resolve("outside"))).isEqualTo(Path.of("../../elsewhere"));
        assertThat(Files.readSymbolicLink(copy.resolve("absolute"))).isEqualTo(Path.of("/usr/bin/env"));
        assertThat(copy.resolve("a name with spaces, ümläuts and\na line break"))
                .hasContent("odd");
        assertThat(copy.resolve("-leading")).hasContent("dash");
        assertThat(copy.resolve(deep)).hasContent("deep");
        assertThat(names(copy)).isEqualTo(names(tree));
    }

    @Test
    void the_same_files_have_the_same_digest_whatever_their_times_owners_and_umask() throws Exception {
        write("a", "1");
        write("d/b", "2");
        Digest first = publish("one").artifact();

        Files.setLastModifiedTime(tree.resolve("a"), FileTime.fromMillis(1000));
        Files.setPosixFilePermissions(tree.resolve("a"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(tree.resolve("d"), PosixFilePermissions.fromString("rwx------"));
        Digest second = publish("two").artifact();

        assertThat(second).isEqualTo(first);
        // Fixed for ever: another version of Slipway must give the same name to the same bytes.
        assertThat(first).hasToString("sha256:9c650e5c3aa6f3040eaf8001927286b257117db399e689197e6c234802a5d13f");
    }

    @Test
    void any_tar_reads_an_artifact() throws Exception {
        write("file", "content");
        write("ümläut/" + "long".repeat(40), "content");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("x".repeat(150)));
        Digest artifact = publish("one").artifact();
        Path copy = Files.createDirectory(directory.resolve("copy"));
        Path archive = directory.resolve("a.tar");
        try (InputStream content = Zstds.reader(store.open(artifact))) {
            Files.copy(content, archive);
        }

        Process tar = new ProcessBuilder("tar", "xf", archive.toString(), "-C", copy.toString())
                .inheritIO()
                .start();

        assertThat(tar.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(tar.exitValue()).isZero();
        assertThat(names(copy)).isEqualTo(names(tree));
    }

    @Test
    void a_key_leads_to_its_manifest_and_the_newest_build_is_known() throws Exception {
        write("a", "1");
        Manifest published = publish("one");

        assertThat(store.find(key("one"))).contains(published);
        assertThat(store.find(key("two"))).isEmpty();
        assertThat(store.latest("shop", "api")).contains(published);
        assertThat(store.latest("shop", "web")).isEmpty();
        assertThat(store.sources(key("one")))
                .containsExactly(new SourceFile("src/a b", "11"), new SourceFile("src/ü", "22"));
        assertThat(published.files()).isEqualTo(1);
    }

    @Test
    void an_altered_artifact_is_no_hit_and_is_not_unpacked() throws Exception {
        write("a", "content");
        Digest artifact = publish("one").artifact();
        Path blob = blob(artifact);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(blob);
        Files.write(blob, bytes);

        assertThatThrownBy(() -> store.unpack(artifact, directory.resolve("copy"), Progress.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Artifact " + artifact.abbreviated() + " is not what was built");
        assertThat(directory.resolve("copy")).doesNotExist();
        assertThat(store.find(key("one"))).isEmpty();
        assertThat(publish("one").artifact()).isEqualTo(artifact);
        assertThat(store.find(key("one"))).isPresent();
    }

    @Test
    void another_artifact_s_bytes_under_a_name_are_altered_bytes() throws Exception {
        write("a", "one");
        Digest one = publish("one").artifact();
        write("a", "two");
        Digest two = publish("two").artifact();
        Files.delete(blob(one));
        Files.copy(blob(two), blob(one));

        assertThatThrownBy(() -> store.unpack(one, directory.resolve("copy"), Progress.none()))
                .isInstanceOf(RefusedException.class);
        assertThat(store.verify(one, Progress.none())).isInstanceOf(Integrity.Altered.class);
        assertThat(store.verify(one, Progress.none())).isEqualTo(new Integrity.Missing());
        assertThat(store.verify(two, Progress.none())).isInstanceOf(Integrity.Intact.class);
    }

    @Test
    void a_truncated_artifact_is_altered() throws Exception {
        write("a", "x".repeat(100_000));
        Digest artifact = publish("one").artifact();
        byte[] bytes = Files.readAllBytes(blob(artifact));
        Files.delete(blob(artifact));
        Files.write(blob(artifact), Arrays.copyOf(bytes, bytes.length - 5));

        assertThat(store.verify(artifact, Progress.none())).isInstanceOf(Integrity.Altered.class);
    }

    @Test
    void a_damaged_key_or_a_missing_blob_is_a_miss_and_no_failure() throws Exception {
        write("a", "1");
        Manifest one = publish("one");
        try (Stream<Path> files = Files.walk(directory.resolve("artifacts/keys"))) {
            Files.writeString(
                    files.filter(file -> file.toString().endsWith(".json"))
                            .findFirst()
                            .orElseThrow(),
                    "{\"torn");
        }
        assertThat(store.find(key("one"))).isEmpty();
        assertThat(store.latest("shop", "api")).isEmpty();

        publish("one");
        Files.delete(blob(one.artifact()));
        assertThat(store.find(key("one"))).isEmpty();
    }

    @Test
    void a_destination_that_exists_is_left_as_it_is() throws Exception {
        write("a", "1");
        Digest artifact = publish("one").artifact();
        Path existing = Files.createDirectory(directory.resolve("existing"));

        assertThatThrownBy(() -> store.unpack(artifact, existing, Progress.none()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(existing).isEmptyDirectory();
    }

    @Test
    void a_tree_with_a_pipe_is_refused_with_its_name_and_leaves_nothing() throws Exception {
        new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor();

        assertThatThrownBy(() -> publish("one"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("‘pipe’ is neither a file nor a directory nor a link");
        assertThat(directory.resolve("artifacts/tmp")).isEmptyDirectory();
        assertThat(store.find(key("one"))).isEmpty();
    }

    @Test
    void only_old_artifacts_that_nobody_keeps_are_removed() throws Exception {
        write("a", "1");
        Digest old = publish("one").artifact();
        write("a", "2");
        Digest kept = publish("two").artifact();
        write("a", "3");
        Digest young = publish("three").artifact();
        for (Digest artifact : List.of(old, kept)) {
            age(blob(artifact));
        }
        age(keyFile("one"));
        age(keyFile("two"));

        assertThat(store.retain(Set.of(kept))).containsExactly(old);

        assertThat(store.contains(old)).isFalse();
        assertThat(store.find(key("one"))).isEmpty();
        assertThat(store.contains(kept)).isTrue();
        assertThat(store.contains(young)).isTrue();
    }

    @Test
    void what_was_found_for_reuse_is_there_whatever_removal_ran_at_the_same_time() throws Exception {
        ExecutorService remover = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 60; round++) {
                write("a", "round " + round);
                Digest artifact = publish("one").artifact();
                age(blob(artifact));
                age(keyFile("one"));
                Future<Set<Digest>> removal = remover.submit(() -> store.retain(Set.of()));

                Optional<Manifest> found = store.find(key("one"));

                removal.get();
                if (found.isPresent()) {
                    assertThat(store.contains(found.get().artifact())).isTrue();
                    assertThat(store.retain(Set.of())).isEmpty();
                }
            }
        } finally {
            remover.shutdownNow();
        }
    }

    @Test
    void an_artifact_travels_to_another_store_and_a_wrong_one_does_not() throws Exception {
        write("a", "1");
        Manifest manifest = publish("one");
        DirectoryArtifactStore other = DirectoryArtifactStore.open(directory.resolve("other"));

        try (InputStream blob = store.open(manifest.artifact())) {
            other.receive(blob, manifest);
        }

        assertThat(other.find(key("one"))).contains(manifest);
        write("a", "2");
        Manifest second = publish("two");
        try (InputStream blob = store.open(manifest.artifact())) {
            assertThatThrownBy(() -> other.receive(blob, second))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is not the one that was announced");
        }
        assertThatThrownBy(() -> other.receive(new ByteArrayInputStream(new byte[] {1, 2, 3}), second))
                .isInstanceOfAny(RefusedException.class, IOException.class);
        assertThat(other.contains(second.artifact())).isFalse();
    }

    private Path roundTrip() throws IOException {
        Path copy = directory.resolve("copy");
        store.unpack(publish("one").artifact(), copy, Progress.none());
        return copy;
    }

    private Manifest publish(String key) throws IOException {
        Manifest.Draft draft = new Manifest.Draft(
                "shop",
                "api",
                key(key),
                new TreeMap<>(Map.of("tree", "9f", "variable/NODE_ENV", "production")),
                "c0ffee",
                Map.of("java", "17"),
                Instant.parse("2026-01-01T00:00:00Z"));
        return store.publish(
                tree, draft, List.of(new SourceFile("src/a b", "11"), new SourceFile("src/ü", "22")), Progress.none());
    }

    private static Digest key(String name) {
        return Digest.ofSha256(Sha256.start().digest(name.getBytes(StandardCharsets.UTF_8)));
    }

    private Path keyFile(String name) {
        String hex = key(name).hex();
        return directory.resolve("artifacts/keys").resolve(hex.substring(0, 2)).resolve(hex + ".json");
    }

    private Path blob(Digest artifact) {
        return directory
                .resolve("artifacts/cas")
                .resolve(artifact.hex().substring(0, 2))
                .resolve(artifact.hex() + ".tar.zst");
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }

    private void write(String name, String content) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path ->
                            root.relativize(path) + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : ""))
                    .sorted()
                    .toList();
        }
    }
}
