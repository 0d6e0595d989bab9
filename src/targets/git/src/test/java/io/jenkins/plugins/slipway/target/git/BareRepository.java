package io.jenkins.plugins.slipway.target.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A repository on a server, looked at on the server's side by plain Git. */
@NullUnmarked
final class BareRepository {
    private final Path folder;

    BareRepository(Path folder) {
        this.folder = folder;
    }

    static BareRepository create(Path folder) throws Exception {
        BareRepository repository = new BareRepository(folder);
        run(folder.getParent(), "init", "--quiet", "--bare", "-b", "main", folder.toString());
        // As the large hosts have it.
        repository.git("config", "uploadpack.allowFilter", "true");
        return repository;
    }

    Path folder() {
        return folder;
    }

    String git(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--git-dir", folder.toString()));
        all.addAll(List.of(arguments));
        return run(folder, all.toArray(String[]::new));
    }

    boolean has(String branch) throws Exception {
        return !git("for-each-ref", "refs/heads/" + branch).isEmpty();
    }

    String head(String branch) throws Exception {
        return git("rev-parse", "refs/heads/" + branch).strip();
    }

    int commits(String branch) throws Exception {
        return Integer.parseInt(
                git("rev-list", "--count", "refs/heads/" + branch).strip());
    }

    String message(String branch) throws Exception {
        return git("log", "-1", "--format=%B", "refs/heads/" + branch);
    }

    List<String> files(String branch) throws Exception {
        return git("ls-tree", "-r", "--full-tree", "--name-only", "refs/heads/" + branch)
                .lines()
                .sorted()
                .toList();
    }

    String text(String branch, String path) throws Exception {
        return git("cat-file", "blob", "refs/heads/" + branch + ":" + path);
    }

    /** Somebody clones it, changes a file and pushes. */
    void changeByHand(String branch, String path, String content) throws Exception {
        Path clone = Files.createTempDirectory(folder.getParent(), "clone");
        run(clone, "clone", "--quiet", "--branch", branch, folder.toString(), ".");
        Files.writeString(clone.resolve(path), content);
        run(clone, "add", "-A");
        run(clone, "-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit", "--quiet", "-m", "Mend a typo");
        run(clone, "push", "--quiet", "origin", branch);
    }

    /** @param script what it does, such as {@code exit 1} */
    void hook(String name, String script) throws IOException {
        Path hook = Files.createDirectories(folder.resolve("hooks")).resolve(name);
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String run(Path directory, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("git %s: %s", List.of(arguments), output)
                .isZero();
        return output;
    }
}
