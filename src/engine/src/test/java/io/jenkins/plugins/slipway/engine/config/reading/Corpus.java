package io.jenkins.plugins.slipway.engine.config.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real configurations of public repositories, kept beside this repository because they carry their owners' licences. */
record Corpus(Path folder, JsonNode expected) {
    /** Where the corpus lies if it is on this machine: beside the repository. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory.getParent() != null && !Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
        }
        String said = System.getProperty("slipway.corpus", "");
        if (!said.isEmpty()) {
            return directory.resolve(said);
        }
        Path beside = directory.resolveSibling("shared").resolve("corpus");
        // A work tree may lie one folder deeper.
        return Files.isDirectory(beside) || directory.getParent() == null
                ? beside
                : directory.getParent().resolveSibling("shared").resolve("corpus");
    }

    static List<Corpus> all() throws IOException {
        var projects = new ArrayList<Corpus>();
        try (Stream<Path> found = Files.find(root(), 3, (path, a) -> path.endsWith("EXPECTED.json"))) {
            for (Path file : found.sorted().toList()) {
                projects.add(new Corpus(file.getParent(), JsonMapper.shared().readTree(Files.readString(file))));
            }
        }
        return projects;
    }

    String name() {
        return root().relativize(folder).toString();
    }

    boolean accepted() {
        return expected.path("expect").asString().equals("accept");
    }
}
