package io.jenkins.plugins.slipway.host.router.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymlinkResolverTest {
    @TempDir
    private Path folder;

    private Path release;
    private Path mount;
    private SymlinkResolver links;

    @BeforeEach
    void lay() throws IOException {
        release = Files.createDirectories(folder.resolve("release"));
        mount = Files.createDirectories(folder.resolve("mount"));
        Files.createDirectories(release.resolve("public"));
        Files.createDirectories(release.resolve("data"));
        Files.writeString(mount.resolve("picture"), "picture");
        links = new SymlinkResolver(release, Map.of("data", mount));
    }

    @Test
    void a_link_leads_into_a_mount_whether_it_is_relative_or_as_processes_see_it() throws IOException {
        Files.createSymbolicLink(release.resolve("public/files"), Path.of("../data"));
        Files.createSymbolicLink(release.resolve("public/seen"), Path.of("/app/data"));
        Files.createSymbolicLink(release.resolve("public/real"), mount);

        for (String name : new String[] {"files", "seen", "real"}) {
            assertThat(links.follow(Path.of("public", name, "picture"))).contains(mount.resolve("picture"));
        }
    }

    @Test
    void no_link_leads_out_and_a_circle_leads_nowhere() throws IOException {
        Files.createSymbolicLink(release.resolve("public/out"), Path.of("/etc"));
        Files.createSymbolicLink(release.resolve("public/up"), Path.of("../../elsewhere"));
        Files.createSymbolicLink(release.resolve("public/round"), Path.of("round"));
        Files.createSymbolicLink(mount.resolve("trap"), Path.of("/etc/passwd"));

        assertThat(links.follow(Path.of("public/out/passwd"))).isEmpty();
        assertThat(links.follow(Path.of("public/up"))).isEmpty();
        assertThat(links.follow(Path.of("public/round"))).isEmpty();
        assertThat(links.follow(Path.of("data/trap"))).isEmpty();
    }

    @Test
    void below_a_folder_that_is_not_there_only_mounts_are_looked_for() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("deep"));
        links = new SymlinkResolver(release, Map.of("made/for/mount", deep));
        Files.createSymbolicLink(release.resolve("public/gone"), Path.of("../nowhere/x"));

        assertThat(links.follow(Path.of("made/for/mount/file"))).contains(deep.resolve("file"));
        assertThat(links.follow(Path.of("made/for/other/file"))).contains(release.resolve("made/for/other/file"));
        assertThat(links.follow(Path.of("public/gone/y/z"))).contains(release.resolve("nowhere/x/y/z"));
        assertThat(links.follow(Path.of("public/nothing/../../..", "out"))).isEmpty();
    }
}
