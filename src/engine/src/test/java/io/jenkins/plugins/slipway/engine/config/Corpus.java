package io.jenkins.plugins.slipway.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real configurations of public repositories, kept beside this repository because they carry their owners' licences. */
record Corpus(Path folder, JsonNode expected) {
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    /** Where the corpus lies if it is on this machine: beside the repository. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory.getParent() != null && !Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
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

    /** The expected errors that no found problem stands at. */
    List<String> unmatched(List<Problem> found) {
        var missing = new ArrayList<String>();
        for (JsonNode error : expected.path("errors")) {
            if (found.stream().noneMatch(problem -> matches(error, problem))) {
                missing.add(error.toString());
            }
        }
        return missing;
    }

    private static boolean matches(JsonNode error, Problem problem) {
        String message = error.path("message").asString();
        if (error.has("file") && !error.path("file").asString().equals(problem.file())) {
            return false;
        }
        String path = error.path("path").asString();
        if (!path.isEmpty() || message.contains("required property")) {
            return path.equals(problem.path());
        }
        // The reference found no place in the tree; where it names lines, one of them must be named here as well.
        Matcher line = LINE.matcher(message);
        if (!line.find() || !message.contains("already defined")) {
            return true;
        }
        return Integer.parseInt(line.group(1)) == problem.line();
    }
}
