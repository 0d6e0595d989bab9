package io.jenkins.plugins.slipway.host.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.mount.TreeCopy.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that puts a symbolic link into its mount, whenever it does, leads nobody to a file that is not its own. */
class NoLinkIsFollowedTest {
    /** As many as are copied at a time. */
    private static final int BATCH = 400;

    @TempDir
    private Path folder;

    private Path mount;
    private Path foreign;

    @BeforeEach
    void fill() throws IOException {
        mount = Files.createDirectory(folder.resolve("mount"));
        foreign = Files.createDirectory(folder.resolve("foreign"));
        for (int i = 0; i < BATCH; i++) {
            Files.writeString(foreign.resolve("file" + i), "foreign");
        }
    }

    @Test
    void a_directory_that_becomes_a_link_while_it_is_copied_leads_to_nothing() throws Exception {
        assumeTrue(Sandboxes.availability() instanceof Availability.Enforced, "there are no sandboxes here");
        for (String name : new String[] {"one", "two"}) {
            Path directory = Files.createDirectory(mount.resolve(name));
            for (int i = 0; i < BATCH; i++) {
                Files.writeString(directory.resolve("file" + i), "own");
            }
        }
        AtomicBoolean swapped = new AtomicBoolean();
        Path copy = folder.resolve("copy");

        // Between the first directory and the second.
        TreeCopy.copy(mount, copy, null, (files, bytes) -> {
            if (!swapped.getAndSet(true)) {
                swap("one");
                swap("two");
            }
        });

        assertThat(swapped).isTrue();
        try (var copied = Files.walk(copy)) {
            assertThat(copied.filter(Files::isRegularFile))
                    .hasSize(BATCH)
                    .allSatisfy(file -> assertThat(file).hasContent("own"));
        }
    }

    /** Lets the shell come to its own end: whoever kills it leaves the program that it has just started, which goes on. */
    private void end(Process flipping) throws IOException, InterruptedException {
        Files.createFile(folder.resolve("stop"));
        assertThat(flipping.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }

    private void swap(String name) {
        try {
            Files.move(mount.resolve(name), folder.resolve("away-" + name));
            Files.createSymbolicLink(mount.resolve(name), foreign);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_directory_that_is_a_link_now_and_then_is_copied_and_removed_without_what_it_leads_to() throws Exception {
        assumeTrue(Sandboxes.availability() instanceof Availability.Enforced, "there are no sandboxes here");
        Path directory = Files.createDirectory(mount.resolve("flips"));
        Files.writeString(directory.resolve("file1"), "own");
        Process flipping = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "while [ ! -e ../stop ] && mv -T flips away; do ln -s ../foreign flips; rm flips; mv -T away flips; done")
                .directory(mount.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int whole = 0;
        try {
            for (int i = 0; i < 40; i++) {
                Path copy = folder.resolve("copy" + i);
                try {
                    TreeCopy.copy(mount, copy, null, Progress.none());
                    TreeCopy.refresh(mount, copy);
                    whole++;
                } catch (IOException e) {
                    // It may be given up when it is changed all the time; what counts is what is in it.
                    assertThat(copy).exists();
                }
                try (var copied = Files.walk(copy)) {
                    assertThat(copied.filter(Files::isRegularFile))
                            .allSatisfy(file -> assertThat(file).hasContent("own"));
                }
            }
        } finally {
            end(flipping);
        }
        assertThat(whole).isPositive();
    }

    @Test
    void removing_a_directory_that_is_a_link_now_and_then_removes_nothing_else() throws Exception {
        Process flipping = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "while [ ! -e stop ]; do mkdir -p m/d/e; ln -s ../../foreign m/d/l; rm -rf m/d; ln -s ../foreign m/d; rm m/d; done")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            for (int i = 0; i < 300; i++) {
                try {
                    Trees.remove(folder.resolve("m"));
                } catch (IOException e) {
                    // Somebody is always putting something there; what counts is what is left elsewhere.
                    assertThat(e).isNotNull();
                }
            }
        } finally {
            end(flipping);
        }
        assertThat(foreign.toFile().list()).hasSize(BATCH);
        Trees.remove(folder.resolve("m"));
        assertThat(folder.resolve("m")).doesNotExist();
    }

    @Test
    void however_deep_an_application_nests_its_directories_they_can_be_removed() throws Exception {
        Process nesting = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "i=0; while [ $i -lt 150 ]; do mkdir -p a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a && mv a deeper &&"
                                + " mkdir b && mv deeper b/a && mv b a; i=$((i + 1)); done; "
                                + "i=0; while [ $i -lt 40 ]; do mkdir -p x/$(printf 'y/%.0s' $(seq 90)) &&"
                                + " { [ ! -d top ] || mv top x/$(printf 'y/%.0s' $(seq 90)); } && mv x top; i=$((i + 1)); done")
                .directory(mount.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(nesting.getInputStream().readAllBytes());
        assertThat(nesting.waitFor()).as(said).isZero();
        Files.createSymbolicLink(mount.resolve("link"), foreign);

        Trees.remove(mount);

        assertThat(mount).doesNotExist();
        assertThat(foreign.toFile().list()).hasSize(BATCH);
    }

    @Test
    void a_mount_below_another_is_not_made_through_a_link() throws Exception {
        Path outer = folder.resolve("mounts/app/outer");
        MountPoints.create(folder, Map.of("outer", outer, "outer/inner", outer.resolve("inner/most")));
        assertThat(outer.resolve("inner/most")).isDirectory();
        Trees.remove(outer.resolve("inner"));
        Files.createSymbolicLink(outer.resolve("inner"), foreign);

        assertThatThrownBy(() -> MountPoints.create(folder, Map.of("x", outer.resolve("inner/most"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outer/inner is a symbolic link, and mounts are not reached through links");
        assertThatThrownBy(() -> MountPoints.create(folder, Map.of("x", outer.resolve("inner"))))
                .isInstanceOf(IOException.class);
        assertThat(foreign.resolve("most")).doesNotExist();
    }
}
