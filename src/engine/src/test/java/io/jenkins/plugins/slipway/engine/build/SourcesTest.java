package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a build is made from: exactly the files that are there, whatever Git knows of them. */
@Timeout(120)
class SourcesTest {
    private static final String ROOTED = """
            applications:
              app:
                type: java:17
                source: { root: app }
                web: { commands: { start: ./run } }
            """;
    private static final String WHOLE = ROOTED.replace("    source: { root: app }\n", "");

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder)
                .configure(ROOTED)
                .write("app/file", "one")
                .write("other/file", "one");
    }

    @Test
    void the_key_is_the_same_committed_or_not_in_git_or_not() throws Exception {
        Digest plain = shop.key();
        Digest untracked = shop.git("init", "-q").key();
        Digest staged = shop.git("add", "-A").key();
        Digest committed = shop.commit().key();
        Files.setLastModifiedTime(shop.project().resolve("app/file"), FileTime.fromMillis(1_000_000_000_000L));
        Digest touched = shop.key();

        assertThat(new Digest[] {untracked, staged, committed, touched}).containsOnly(plain);
    }

    @Test
    void every_kind_of_change_in_the_root_changes_the_key_and_none_outside() throws Exception {
        shop.git("init", "-q").commit();
        Digest before = shop.key();

        assertThat(shop.write("other/file", "two").key()).isEqualTo(before);
        assertThat(shop.write("app/untracked", "").key()).isNotEqualTo(before);
        Files.delete(shop.project().resolve("app/untracked"));
        assertThat(shop.key()).isEqualTo(before);
        Files.setPosixFilePermissions(shop.project().resolve("app/file"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(shop.key()).isNotEqualTo(before);
        Files.delete(shop.project().resolve("app/file"));
        Files.createSymbolicLink(shop.project().resolve("app/file"), Path.of("one"));
        assertThat(shop.key()).isNotEqualTo(before);
        Files.delete(shop.project().resolve("app/file"));
        assertThat(shop.key()).isNotEqualTo(before);
    }

    @Test
    void the_repository_is_not_changed_in_any_way() throws Exception {
        shop.git("init", "-q").commit().write("app/file", "changed").write("app/new", "new");
        shop.git("config", "core.fsmonitor", "touch " + folder.resolve("hooked") + "; false");
        hook("post-index-change");
        hook("post-checkout");
        SortedMap<String, String> before = everything(shop.project());

        shop.build();

        assertThat(everything(shop.project())).isEqualTo(before);
        assertThat(folder.resolve("hooked")).doesNotExist();
    }

    @Test
    void names_of_all_kinds_arrive() throws Exception {
        String[] names = {
            "-dash", "line\nbreak", "ümläut", "a b", "*", ":(top)", "\"quoted\"", "tab\tbed", "back\\slash", "HEAD"
        };
        for (String name : names) {
            shop.write("app/" + name, name);
            shop.write("app/in " + name + "/file", name);
        }
        Digest plain = shop.key();
        Path fromPlain = shop.unpack(shop.buildOne().digest());
        shop.git("init", "-q").commit();
        assertThat(shop.key()).isEqualTo(plain);
        Path fromGit = shop.unpack(
                shop.build(shop.request().withoutReuse()).applications().get(0).digest());
        shop.write("app/*", "changed");
        Path fromDirty = shop.unpack(shop.buildOne().digest());

        for (Path unpacked : new Path[] {fromPlain, fromGit}) {
            for (String name : names) {
                assertThat(unpacked.resolve(name)).hasContent(name);
                assertThat(unpacked.resolve("in " + name + "/file")).hasContent(name);
            }
        }
        assertThat(fromDirty.resolve("*")).hasContent("changed");
        assertThat(fromDirty.resolve("ümläut")).hasContent("ümläut");
    }

    @Test
    void ignored_files_are_no_sources_and_links_and_modes_are_kept() throws Exception {
        shop.git("init", "-q")
                .write("app/.gitignore", "ignored\n")
                .write("app/ignored", "x")
                .write("app/run", "#!");
        Files.setPosixFilePermissions(shop.project().resolve("app/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(shop.project().resolve("app/link"), Path.of("../outside"));

        Path unpacked = shop.unpack(shop.buildOne().digest());

        assertThat(unpacked.resolve("ignored")).doesNotExist();
        assertThat(Files.isExecutable(unpacked.resolve("run"))).isTrue();
        assertThat(Files.readSymbolicLink(unpacked.resolve("link"))).isEqualTo(Path.of("../outside"));
    }

    @Test
    void slipway_s_own_folder_belongs_to_no_application() throws Exception {
        shop.configure(WHOLE).git("init", "-q").commit();
        Digest before = shop.key();
        shop.write(".slipway/scripts/test.sh", "changed");

        assertThat(shop.key()).isEqualTo(before);
        assertThat(shop.commit().key()).isEqualTo(before);
        BuiltApplication built = shop.buildOne();
        assertThat(shop.unpack(built.digest()).resolve(".slipway")).doesNotExist();
        assertThat(shop.unpack(built.digest()).resolve("app/file")).hasContent("one");
        shop.write("app/file", "two");
        assertThat(shop.unpack(shop.buildOne().digest()).resolve(".slipway")).doesNotExist();
    }

    @Test
    void a_project_may_lie_below_the_top_of_its_repository() throws Exception {
        shop.gitIn(folder, "init", "-q", ".");
        Files.writeString(folder.resolve(".gitignore"), "home\n.gitconfig\n.config\n");
        Digest untracked = shop.key();
        shop.gitIn(folder, "add", "shop").gitIn(folder, "commit", "-qm", "shop");
        assertThat(shop.key()).isEqualTo(untracked);

        Files.writeString(folder.resolve("beside"), "does not count");
        assertThat(shop.key()).isEqualTo(untracked);
        shop.write("app/file", "two");
        assertThat(shop.unpack(shop.buildOne().digest()).resolve("file")).hasContent("two");
    }

    @Test
    void a_project_that_its_surrounding_repository_ignores_is_a_plain_folder() throws Exception {
        Digest plain = shop.key();
        shop.gitIn(folder, "init", "-q", ".");
        Files.writeString(folder.resolve(".gitignore"), "*\n");

        assertThat(shop.key()).isEqualTo(plain);
        assertThat(shop.unpack(shop.buildOne().digest()).resolve("file")).hasContent("one");
    }

    @Test
    void a_linked_worktree_has_the_same_key_as_its_repository() throws Exception {
        shop.git("init", "-q").commit();
        Digest key = shop.key();
        Path tree = folder.resolve("tree");
        shop.git("worktree", "add", "-q", tree.toString());

        BuildRequest request = new BuildRequest(
                tree,
                shop.request().config(),
                java.util.List.of(),
                true,
                java.time.Duration.ofMinutes(1),
                shop.request().caller());
        assertThat(shop.builder().plan(request).applications().get(0).key()).isEqualTo(key);
        Files.writeString(tree.resolve("app/file"), "two");
        assertThat(shop.builder().plan(request).applications().get(0).key()).isNotEqualTo(key);
    }

    @Test
    void submodules_count_with_what_is_in_them() throws Exception {
        Path library = Files.createDirectory(folder.resolve("library"));
        shop.gitIn(library, "init", "-q", ".");
        Files.writeString(library.resolve("lib"), "one");
        shop.gitIn(library, "add", "-A").gitIn(library, "commit", "-qm", "library");
        shop.git("init", "-q")
                .git("submodule", "--quiet", "add", library.toString(), "app/lib")
                .commit();
        Digest committed = shop.key();
        assertThat(shop.unpack(shop.buildOne().digest()).resolve("lib/lib")).hasContent("one");

        shop.write("app/lib/lib", "two");
        Digest dirty = shop.key();
        BuiltApplication built = shop.buildOne();
        shop.gitIn(shop.project().resolve("app/lib"), "commit", "-qam", "two");
        Digest committedInside = shop.key();
        Digest committedOutside = shop.commit().key();

        assertThat(dirty).isNotEqualTo(committed);
        assertThat(built.reasons())
                .containsExactly("Building, because submodule lib changed; and 1 file in /app changed: lib/lib.");
        assertThat(shop.unpack(built.digest()).resolve("lib/lib")).hasContent("two");
        assertThat(committedInside).isEqualTo(dirty);
        assertThat(committedOutside).isEqualTo(dirty);
    }

    @Test
    void a_submodule_that_is_not_checked_out_is_said() throws Exception {
        Path library = Files.createDirectory(folder.resolve("library"));
        shop.gitIn(library, "init", "-q", ".").gitIn(library, "commit", "-q", "--allow-empty", "-m", "library");
        shop.git("init", "-q")
                .git("submodule", "--quiet", "add", library.toString(), "app/lib")
                .commit();
        shop.git("submodule", "--quiet", "deinit", "-f", "app/lib");

        assertThat(shop.plan().applications().get(0).notes())
                .containsExactly(
                        "Submodule ‘lib’ is not checked out, so the build sees an empty folder in its place; to have it,"
                                + " run ‘git submodule update --init’.");
        assertThat(shop.unpack(shop.buildOne().digest()).resolve("lib")).isEmptyDirectory();
    }

    @Test
    void a_conflict_elsewhere_in_the_repository_does_not_matter() throws Exception {
        shop.git("init", "-q")
                .commit()
                .git("checkout", "-qb", "two")
                .write("other/file", "two")
                .commit();
        shop.git("checkout", "-q", "main").write("other/file", "three").commit();
        assertThatThrownBy(() -> shop.git("merge", "two")).isInstanceOf(IOException.class);
        shop.write("app/file", "changed");

        assertThat(shop.unpack(shop.buildOne().digest()).resolve("file")).hasContent("changed");
    }

    @Test
    void settings_of_this_machine_do_not_change_what_is_built() throws Exception {
        shop.write("app/text", "line\n").git("init", "-q").commit();
        Digest digest = shop.buildOne().digest();
        shop.git("config", "core.autocrlf", "true").git("config", "core.eol", "crlf");

        assertThat(shop.build(shop.request().withoutReuse())
                        .applications()
                        .get(0)
                        .digest())
                .isEqualTo(digest);
    }

    @Test
    void a_repository_of_somebody_else_is_one_clear_error() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("user.name").equals("root"), "not run: only root can give files away");
        shop.git("init", "-q").commit();
        new ProcessBuilder("chown", "-R", "65534", shop.project().toString())
                .start()
                .waitFor();

        assertThatThrownBy(shop::plan)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Git does not trust the repository at " + shop.project())
                .hasMessageContaining("git config --global --add safe.directory");
    }

    @Test
    void without_git_only_files_that_changed_are_read_again() throws Exception {
        Digest before = shop.key();
        Path file = shop.project().resolve("app/file");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(shop.key()).isNotEqualTo(before);
        assertThat(shop.write("app/file", "one").key()).isEqualTo(before);
    }

    private void hook(String name) throws IOException {
        Path hook = shop.project().resolve(".git/hooks/" + name);
        Files.writeString(hook, "#!/bin/sh\ntouch " + folder.resolve("hooked") + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Content, mode and time of everything below a folder. */
    private static SortedMap<String, String> everything(Path root) throws IOException {
        SortedMap<String, String> result = new TreeMap<>();
        try (var all = Files.walk(root)) {
            for (Path path : all.toList()) {
                String content =
                        Files.isRegularFile(path) ? java.util.Arrays.hashCode(Files.readAllBytes(path)) + "" : "";
                result.put(
                        path.toString(),
                        content
                                + Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                                + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return result;
    }
}
