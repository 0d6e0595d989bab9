package io.jenkins.plugins.slipway.host.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeGuardTest {
    private static final int NOBODY = 65534;

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void an_open_home() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("cache/deep"));
        Files.writeString(home.resolve("cache/deep/file"), "ours");
        mode(home.resolve("cache"), "rwxrwxrwx");
        mode(home.resolve("cache/deep"), "rwxrwxrwx");
        mode(home.resolve("cache/deep/file"), "rw-rw-rw-");
    }

    @Test
    void everything_below_is_closed_and_what_links_lead_to_stays_as_it_is() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "another's");
        mode(elsewhere, "rwxr-xr-x");
        mode(elsewhere.resolve("file"), "rw-r--r--");
        Files.createSymbolicLink(home.resolve("cache/folder"), elsewhere);
        Files.createSymbolicLink(home.resolve("cache/file"), elsewhere.resolve("file"));
        Files.createSymbolicLink(home.resolve("cache/nowhere"), Path.of("nowhere"));

        HomeGuard.secure(home);

        assertThat(modes(home, home.resolve("cache"), home.resolve("cache/deep")))
                .isEqualTo("rwx------ rwx------ rwx------");
        assertThat(modes(home.resolve("cache/deep/file"))).isEqualTo("rw-------");
        assertThat(modes(elsewhere, elsewhere.resolve("file"))).isEqualTo("rwxr-xr-x rw-r--r--");
    }

    @Test
    void what_another_user_has_put_there_is_neither_entered_nor_changed() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "not run: only root can give files away");
        Path trap = Files.createDirectories(home.resolve("cache/trap"));
        // Whoever owns a folder can put a link in the place of a file at any moment.
        Files.writeString(trap.resolve("file"), "ours by its owner, in a folder that is not");
        Files.writeString(home.resolve("cache/theirs"), "theirs");
        mode(trap.resolve("file"), "rw-r--r--");
        mode(home.resolve("cache/theirs"), "rw-r--r--");
        mode(trap, "rwxr-xr-x");
        Files.setAttribute(trap, "unix:uid", NOBODY);
        Files.setAttribute(home.resolve("cache/theirs"), "unix:uid", NOBODY);

        HomeGuard.secure(home);

        assertThat(modes(trap, trap.resolve("file"), home.resolve("cache/theirs")))
                .isEqualTo("rwxr-xr-x rw-r--r-- rw-r--r--");
        assertThat(modes(home, home.resolve("cache/deep"))).isEqualTo("rwx------ rwx------");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String modes(Path... paths) throws IOException {
        StringBuilder result = new StringBuilder();
        for (Path path : paths) {
            result.append(result.isEmpty() ? "" : " ")
                    .append(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        return result.toString();
    }
}
