package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFindingsTest {
    private static final String POINTER = "version https://git-lfs.github.com/spec/v1\n"
            + "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void aProject() throws IOException {
        shop = new TestProject(folder);
        shop.git("init", "-q");
        shop.configure("applications:\n  web:\n    type: composable:25\n    hooks: { build: 'mkdir -p cache && echo x >"
                + " cache/made' }\n    mounts: { uploads: { source: storage }, cache: { source: tmp } }\n");
    }

    @Test
    void pointers_of_large_files_are_one_warning_when_looking_and_one_note_when_building() throws Exception {
        shop.write(".gitattributes", "*.png filter=lfs diff=lfs merge=lfs -text\n");
        for (int i = 0; i < 5; i++) {
            shop.write("img/" + i + ".png", POINTER);
        }
        shop.write("real.png", "not a pointer, ".repeat(10))
                .write("text", "version https://git-lfs.github.com/spec/v1");
        assertThat(checks())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains(
                                "web",
                                "5 files (img/0.png, img/1.png, img/2.png, …) are only a pointer",
                                "git lfs pull"));
        assertThat(notes()).filteredOn(note -> note.contains("Git LFS")).hasSize(1);
    }

    @Test
    void a_submodule_that_is_not_checked_out_is_one_warning() throws Exception {
        Path library = Files.createDirectories(folder.resolve("library"));
        Files.writeString(library.resolve("b"), "1");
        shop.gitIn(library, "init", "-q").gitIn(library, "add", "-A").gitIn(library, "commit", "-qm", "x");
        shop.git("submodule", "add", "-q", library.toString(), "lib/one").commit();
        assertThat(checks()).isEmpty();
        shop.git("submodule", "deinit", "-f", "-q", "lib/one");
        assertThat(checks())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("submodule ‘lib/one’ is not checked out", "git submodule update --init --recursive"));
        assertThat(notes()).filteredOn(note -> note.contains("ubmodule")).hasSize(1);
    }

    @Test
    void files_below_a_mount_are_one_warning_and_what_git_ignores_or_keeps_the_folder_is_none() throws Exception {
        shop.write("uploads/.gitkeep", "")
                .write(".gitignore", "uploads/local\n")
                .write("uploads/local", "1");
        assertThat(checks()).isEmpty();
        shop.write("uploads/logo.png", "1").write("uploads/é.png", "1");
        assertThat(checks())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(".slipway/config.yaml:5:13 /applications/web/mounts: warning: 2 files")
                        .contains("uploads/logo.png", "the mount ‘uploads’ lies over them"));
        List<String> notes = notes();
        assertThat(notes).filteredOn(note -> note.contains("‘uploads’")).hasSize(1);
        assertThat(notes)
                .filteredOn(note -> note.contains("‘cache’"))
                .singleElement()
                .asString()
                .startsWith("1 file (cache/made) will not be seen at run time");
    }

    private List<Problem> checks() throws IOException {
        return ProjectChecks.of(shop.request(), LocalProcessRunner.create(), shop.home());
    }

    private List<String> notes() throws IOException {
        List<String> notes = Collections.synchronizedList(new ArrayList<>());
        BuildListener listener = new BuildListener() {
            @Override
            public void note(String application, String sentence) {
                notes.add(sentence);
            }
        };
        shop.builder().build(shop.request(), listener, Cancellation.never());
        return notes;
    }
}
