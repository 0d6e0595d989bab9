package io.jenkins.plugins.slipway.host.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.host.mount.TreeCopy.Progress;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
    private static final int MEGABYTES = 96;

    @TempDir
    private Path folder;

    private Path from;

    @BeforeEach
    void fill() throws IOException {
        from = Files.createDirectories(folder.resolve("from/deep/er"))
                .getParent()
                .getParent();
        Files.writeString(from.resolve("deep/er/file with spaces"), "content");
        Files.writeString(from.resolve("secret"), "x");
        Files.setPosixFilePermissions(from.resolve("secret"), PosixFilePermissions.fromString("r--------"));
        Files.createSymbolicLink(from.resolve("link"), Path.of("nowhere"));
        Files.createDirectory(from.resolve("empty"));
        Files.setPosixFilePermissions(from.resolve("empty"), PosixFilePermissions.fromString("r-xr-x---"));
    }

    @Test
    void a_copy_has_the_same_files_links_permissions_and_times() throws Exception {
        Path to = folder.resolve("to");

        long bytes = TreeCopy.copy(from, to, null, Progress.none());

        assertThat(bytes).isEqualTo(8);
        assertThat(to.resolve("deep/er/file with spaces")).hasContent("content");
        assertThat(Files.readSymbolicLink(to.resolve("link"))).isEqualTo(Path.of("nowhere"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("secret"))))
                .isEqualTo("r--------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("empty"))))
                .isEqualTo("r-xr-x---");
        assertThat(Files.getLastModifiedTime(to.resolve("secret")))
                .isEqualTo(Files.getLastModifiedTime(from.resolve("secret")));
    }

    @Test
    void what_did_not_change_since_an_earlier_copy_takes_no_room_again_and_is_not_changed_by_what_did()
            throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        TreeCopy.copy(from, first, null, Progress.none());
        Files.writeString(from.resolve("deep/er/file with spaces"), "other content");

        TreeCopy.copy(from, second, first, Progress.none());

        assertThat(Files.getAttribute(second.resolve("secret"), "unix:ino"))
                .isEqualTo(Files.getAttribute(first.resolve("secret"), "unix:ino"));
        assertThat(second.resolve("deep/er/file with spaces")).hasContent("other content");
        assertThat(first.resolve("deep/er/file with spaces")).hasContent("content");
    }

    @Test
    void a_copy_is_brought_up_to_date() throws Exception {
        Path to = folder.resolve("to");
        TreeCopy.copy(from, to, null, Progress.none());
        Files.writeString(from.resolve("new"), "n");
        Files.delete(from.resolve("link"));
        Files.writeString(from.resolve("deep/er/file with spaces"), "longer content");
        Files.delete(from.resolve("empty"));
        Files.writeString(from.resolve("empty"), "a file now");

        TreeCopy.refresh(from, to);

        assertThat(to.resolve("new")).hasContent("n");
        assertThat(to.resolve("link")).doesNotExist();
        assertThat(to.resolve("deep/er/file with spaces")).hasContent("longer content");
        assertThat(to.resolve("empty")).hasContent("a file now");
    }

    @Test
    void blocks_are_shared_where_the_file_system_can() throws Exception {
        Path image = folder.resolve("image");
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        assumeTrue(run("truncate", "-s", "512M", image.toString()), "no truncate");
        assumeTrue(run("mkfs.btrfs", "-q", image.toString()), "mkfs.btrfs is not here");
        assumeTrue(run("mount", "-o", "loop", image.toString(), mounted.toString()), "images cannot be mounted here");
        try {
            Path big = Files.createDirectory(mounted.resolve("from")).resolve("big");
            byte[] megabyte = new byte[1 << 20];
            new java.util.Random(7).nextBytes(megabyte);
            try (var out = Files.newOutputStream(big)) {
                for (int i = 0; i < MEGABYTES; i++) {
                    out.write(megabyte);
                }
            }
            long before = free(mounted);

            TreeCopy.copy(mounted.resolve("from"), mounted.resolve("to"), null, Progress.none());

            assertThat(before - free(mounted)).isLessThan(MEGABYTES << 19);
            assertThat(Files.mismatch(big, mounted.resolve("to/big"))).isEqualTo(-1);
        } finally {
            run("umount", mounted.toString());
        }
    }

    private static long free(Path path) throws Exception {
        run("sync", "-f", path.toString());
        FileStore store = Files.getFileStore(path);
        return store.getUnallocatedSpace();
    }

    private static boolean run(String... argv) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
