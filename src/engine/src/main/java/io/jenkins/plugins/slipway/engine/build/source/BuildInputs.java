package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells which files of a project a build key can depend on, without making one. */
public final class BuildInputs {
    private static final String OWN = ".slipway";

    private final @Nullable Git git;

    private BuildInputs(@Nullable Git git) {
        this.git = git;
    }

    /**
     * For a project folder, in a Git working tree or not.
     *
     * @param caller the environment variables of whoever asks; says where Git's settings are
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if there is a repository that Git cannot read
     */
    public static BuildInputs of(Path directory, Map<String, String> caller) throws IOException {
        Optional<GitRepository> repository = GitRepository.of(directory, caller);
        return new BuildInputs(
                repository.isPresent() && !GitSources.isIgnored(repository.get())
                        ? repository.get().git()
                        : null);
    }

    /** Whether the project is in a Git working tree, so that Git decides what is a source. */
    public boolean knowsGit() {
        return git != null;
    }

    /**
     * Those of the files that Git does not ignore; all of them where there is no Git. A file that Git knows is never ignored.
     *
     * @param files relative to the project
     */
    public Set<Path> notIgnored(Collection<Path> files) throws IOException {
        if (git == null || files.isEmpty()) {
            return new TreeSet<>(files);
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Path file : files) {
            names.write(file.toString().getBytes(StandardCharsets.UTF_8));
            names.write(0);
        }
        // This question alone refuses to be asked for literal names.
        Git.Answer answer = git.with(Map.of("GIT_LITERAL_PATHSPECS", "0"))
                .ask(names.toByteArray(), "check-ignore", "-z", "--stdin");
        if (answer.code() != 0) {
            // 1 says that none is ignored; whatever else goes wrong, such as a file of a submodule, must not hide a
            // change.
            return new TreeSet<>(files);
        }
        Set<String> ignored = new HashSet<>(answer.names());
        return files.stream()
                .filter(file -> !ignored.contains(file.toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of the files that Git does not know yet; none where there is no Git. */
    public Set<Path> untracked(Collection<Path> files) throws IOException {
        if (git == null || files.isEmpty()) {
            return new TreeSet<>();
        }
        List<String> arguments = new ArrayList<>(List.of("ls-files", "-z", "--"));
        files.forEach(file -> arguments.add(file.toString()));
        Git.Answer answer = git.ask(new byte[0], arguments.toArray(String[]::new));
        Set<String> known = new HashSet<>(answer.names());
        return files.stream()
                .filter(file -> !known.contains(file.toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether the file lies in the source root of an application whose build does not leave it out. What configuration is made of
     * is not asked here.
     */
    public static boolean isSource(ProjectConfig config, Path file) {
        return config.applications().values().stream().anyMatch(application -> isSource(application, file));
    }

    private static boolean isSource(ApplicationConfig application, Path file) {
        Path root = Path.of(application.root());
        if (application.root().isEmpty()) {
            return !file.startsWith(OWN) && !IgnoreRules.of(application).ignores(file.toString());
        }
        return root.startsWith(file)
                || file.startsWith(root)
                        && !IgnoreRules.of(application)
                                .ignores(root.relativize(file).toString());
    }
}
