package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the repository of a directory keeps its things, worktrees and submodules included.
 *
 * @param git Git, run in the directory
 * @param top of the working tree
 * @param prefix the directory relative to the top with a slash at its end, or empty for the top itself
 */
public record GitRepository(Git git, Path top, String prefix, Path gitDirectory, Path objects, Path index) {
    /** The repository whose working tree holds the directory, unless there is none. */
    public static Optional<GitRepository> of(Path directory, Map<String, String> caller) throws IOException {
        Path real = directory.toRealPath();
        if (!hasGit(real)) {
            return Optional.empty();
        }
        Git git = Git.in(real, caller);
        Git.Answer answer = git.ask(
                new byte[0],
                "rev-parse",
                "--path-format=absolute",
                "--is-inside-work-tree",
                "--show-toplevel",
                "--absolute-git-dir",
                "--git-path",
                "objects",
                "--git-path",
                "index");
        if (!answer.ok() && answer.said().contains("must be run in a work tree")) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            answer = git.need("rev-parse", "--is-inside-work-tree");
        }
        List<String> lines =
                new String(answer.output(), StandardCharsets.UTF_8).lines().toList();
        if (lines.get(0).equals("false")) {
            return Optional.empty();
        }
        if (lines.size() != 5) {
            throw new BadInputException("The repository of " + directory
                    + " lies in a folder whose name has a line break. Rename the folder");
        }
        Path top = Path.of(lines.get(1));
        String below = top.toRealPath().relativize(real).toString();
        return Optional.of(new GitRepository(
                git,
                top,
                below.isEmpty() ? "" : below + "/",
                Path.of(lines.get(2)),
                Path.of(lines.get(3)),
                Path.of(lines.get(4))));
    }

    private static boolean hasGit(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** The path of an application's root from the top of the working tree, empty for the top. */
    public String pathOf(String root) {
        String path = prefix + root;
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
