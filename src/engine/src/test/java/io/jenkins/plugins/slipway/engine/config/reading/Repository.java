package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project's folder in a test. */
record Repository(Path folder) {
    Repository with(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
        return this;
    }

    ProjectConfig read() {
        return ConfigReader.read(folder, null);
    }

    /** The problems as they are printed. */
    List<String> problems() {
        return ConfigReader.problems(folder).stream().map(Problem::toString).toList();
    }
}
