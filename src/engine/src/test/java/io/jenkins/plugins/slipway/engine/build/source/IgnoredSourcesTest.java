package io.jenkins.plugins.slipway.engine.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.BuildPlan;
import io.jenkins.plugins.slipway.engine.build.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoredSourcesTest {
    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void aProject() throws IOException {
        shop = new TestProject(folder);
        shop.write("src/main.js", "1").write("test/unit/a.js", "1").write("README.md", "1");
        shop.write("src/notes.md", "1").write(".github/workflows/ci.yml", "1").write("Jenkinsfile", "1");
        configure("source: { ignore: [test/**, '*.md', '!src/*.md'] }");
    }

    private void configure(String section) throws IOException {
        shop.configure("applications:\n  web:\n    type: composable:25\n    " + section
                + "\n    hooks: { build: 'find . -type f ! -name list | sort > list' }\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_ignored_is_not_in_the_folder_of_the_build_and_rebuilds_nothing(boolean git) throws Exception {
        if (git) {
            shop.git("init", "-q").commit();
        }
        BuiltApplication first = shop.buildOne();
        Path unpacked = shop.unpack(first.digest());
        assertThat(Files.readAllLines(unpacked.resolve("list"))).containsExactly("./src/main.js", "./src/notes.md");
        assertThat(unpacked.resolve("test")).doesNotExist();
        assertThat(first.reasons().get(1))
                .isEqualTo("Left out, as it cannot change the artifact: .github/, Jenkinsfile, README.md, test/ (by"
                        + " ‘source.ignore’).");

        for (String ignored : List.of("test/unit/a.js", "test/new.js", "README.md", "Jenkinsfile", ".github/x")) {
            shop.write(ignored, "changed");
            assertThat(shop.buildOne().reused()).as(ignored).isTrue();
        }
        if (git) {
            shop.commit();
            assertThat(shop.buildOne().reused()).as("committed").isTrue();
        }
        shop.write("src/notes.md", "changed").write("test/unit/a.js", "again");
        BuiltApplication second = shop.buildOne();
        assertThat(second.reasons().get(0)).isEqualTo("Building, because 1 file changed: src/notes.md.");
    }

    @Test
    void the_same_sources_have_one_name_whether_git_or_the_rules_leave_files_out() throws Exception {
        String with = shop.plan().trees().get("web");
        for (String gone : List.of("test/unit/a.js", "README.md", "Jenkinsfile", ".github/workflows/ci.yml")) {
            Files.delete(shop.project().resolve(gone));
        }
        assertThat(shop.plan().trees()).containsEntry("web", with);
        shop.git("init", "-q").commit();
        assertThat(shop.plan().trees()).containsEntry("web", with);
    }

    @Test
    void an_empty_list_leaves_out_nothing_and_no_list_what_is_usual() throws Exception {
        configure("source: { ignore: [] }");
        assertThat(Files.readAllLines(shop.unpack(shop.buildOne().digest()).resolve("list")))
                .contains("./Jenkinsfile", "./.github/workflows/ci.yml", "./test/unit/a.js");
        configure("source: { root: / }");
        BuiltApplication usual = shop.buildOne();
        assertThat(Files.readAllLines(shop.unpack(usual.digest()).resolve("list")))
                .contains("./README.md", "./test/unit/a.js")
                .doesNotContain("./Jenkinsfile", "./.github/workflows/ci.yml");
        assertThat(usual.reasons().get(1)).endsWith("(by ‘source.ignore’, as it is unless set).");
        configure("source: { ignore: ['!/.github/**', '!/.github/'] }");
        assertThat(Files.readAllLines(shop.unpack(shop.buildOne().digest()).resolve("list")))
                .contains("./.github/workflows/ci.yml")
                .doesNotContain("./Jenkinsfile");
    }

    @Test
    void a_submodule_is_left_out_as_a_whole_or_not_at_all() throws Exception {
        Path library = Files.createDirectories(folder.resolve("library"));
        Files.createDirectories(library.resolve("test"));
        Files.writeString(library.resolve("test/b"), "1");
        shop.gitIn(library, "init", "-q").gitIn(library, "add", "-A").gitIn(library, "commit", "-qm", "x");
        shop.git("init", "-q").git("submodule", "add", "-q", library.toString(), "lib");
        shop.git("submodule", "add", "-q", library.toString(), "test/lib").commit();

        BuildPlan plan = shop.plan();
        assertThat(plan.applications().get(0).inputs())
                .containsKey("source/submodule/lib")
                .doesNotContainKey("source/submodule/test/lib");
        assertThat(Files.readAllLines(shop.unpack(shop.buildOne().digest()).resolve("list")))
                .contains("./lib/test/b")
                .noneMatch(file -> file.startsWith("./test"));
    }

    @Test
    void patterns_mean_what_they_mean_in_gitignore() throws Exception {
        // Git itself is asked what each pattern leaves out.
        shop.git("init", "-q");
        List<String> files = List.of(
                "a.txt",
                "b/a.txt",
                "b/c/a.txt",
                "doc/x.md",
                "doc/deep/y.md",
                "x[1].md",
                "é.txt",
                "foo/bar/foo",
                "foo.d/z",
                "a b.txt",
                "abc.log",
                "b/abc.log",
                "build/out.o",
                "src/build/in.o",
                "#x",
                "w*d",
                "wod");
        for (String file : files) {
            shop.write(file, "1");
        }
        for (String pattern : List.of(
                "*.txt",
                "/a.txt",
                "b/",
                "b/**",
                "**/a.txt",
                "b/**/a.txt",
                "doc/*.md",
                "doc/**/*.md",
                "?.txt",
                "foo",
                "foo/",
                "/build/",
                "build/",
                "[ax]*.md",
                "[!a]bc.log",
                "abc.log",
                "b/*",
                "**/build/**",
                "**",
                "w\\*d",
                "x\\[1\\].md",
                "é.txt",
                "*",
                "b",
                "a*.txt")) {
            configure("source: { ignore: ['" + pattern + "'] }");
            Files.writeString(shop.project().resolve(".git/info/exclude"), pattern + "\n");
            List<String> expected =
                    files.stream().filter(file -> isIgnored(file)).toList();
            IgnoreRules rules =
                    IgnoreRules.of(shop.request().config().applications().get("web"));
            assertThat(files.stream()
                            .filter(file -> rules.ignores(new String(
                                    file.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                    java.nio.charset.StandardCharsets.ISO_8859_1)))
                            .toList())
                    .as(pattern)
                    .isEqualTo(expected);
        }
    }

    private boolean isIgnored(String file) {
        try {
            shop.git("check-ignore", "-q", "--no-index", "--", file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
