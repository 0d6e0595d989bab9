package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.ConfigMapper;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectNames;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a project's configuration from its repository: {@code .slipway/config.yaml}, Upsun's {@code .upsun/*.yaml} or
 * Platform.sh's files, which end in one model. Nothing outside the project's directory is read.
 */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * Reads and checks the configuration.
     *
     * @param projectDirectory the repository's root
     * @param projectName overrides the name that the configuration or the folder gives; null to leave it to them
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the given name is not a plain one
     * @throws InvalidConfigException if there is none or it cannot be used, with every problem found
     */
    public static ProjectConfig read(Path projectDirectory, @Nullable String projectName) {
        return read(projectDirectory, projectName, null);
    }

    /**
     * Reads and checks the configuration, or takes over what an earlier call found when all files are still the same. That
     * saves most of the time of a short process.
     *
     * @param cache folder for what was found, created when needed and its own folder is there; null to read afresh. It is never relied on: a folder that
     *     cannot be used, or a damaged file in it, only costs time
     * @throws InvalidConfigException if there is none or it cannot be used, with every problem found
     */
    public static ProjectConfig read(Path projectDirectory, @Nullable String projectName, @Nullable Path cache) {
        if (projectName != null) {
            ProjectNames.requirePlain(projectName, "a project");
        }
        ProjectFiles files = files(projectDirectory);
        ConfigReading reading = cache == null ? ConfigReading.of(files) : new ReadingCache(cache).reading(files);
        ObjectNode source = reading.source();
        String name = projectName != null ? projectName : source.path("project").asString("");
        source.put("project", name.isEmpty() ? nameOf(projectDirectory) : name);
        return ConfigMapper.map(source, reading.problems());
    }

    /** The name of a project that says none: its folder's, made plain. */
    public static String nameOf(Path projectDirectory) {
        return ProjectNames.slug(
                String.valueOf(projectDirectory.toAbsolutePath().normalize().getFileName()));
    }

    /** Whether a directory holds any configuration file at its top, good or bad. A look at names only. */
    public static boolean isDeclaredIn(Path projectDirectory) {
        return Stream.of(SlipwayFile.PATH, UpsunFiles.FOLDER, PlatformshFiles.FOLDER, PlatformshFiles.APPLICATION)
                .anyMatch(name -> Files.exists(projectDirectory.resolve(name)));
    }

    /** Maps a stored {@link ProjectConfig#source()} again. It was checked when it was stored and is not checked again. */
    public static ProjectConfig map(JsonNode source) {
        return ConfigMapper.map(source, List.of());
    }

    /**
     * Everything that is wrong or doubtful in a project's configuration, errors first; empty if nothing is.
     *
     * @param projectDirectory the repository's root
     */
    public static List<Problem> problems(Path projectDirectory) {
        try {
            return ConfigReading.of(files(projectDirectory)).problems();
        } catch (InvalidConfigException e) {
            return e.problems();
        }
    }

    private static ProjectFiles files(Path directory) {
        try {
            return new ProjectFiles(directory);
        } catch (IOException e) {
            throw new InvalidConfigException(List.of(new Problem(
                    Problem.Severity.ERROR,
                    directory.toString(),
                    0,
                    0,
                    "",
                    "no-directory",
                    "there is no such directory, or it may not be entered",
                    "give the directory of a project")));
        }
    }
}
