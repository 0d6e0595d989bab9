package io.jenkins.plugins.slipway.cli.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real configuration of a public repository with the verdict that is expected of it. They are kept beside this repository because
 * they carry their owners' licences.
 *
 * @param name folder below the corpus
 */
record CorpusCase(String name, Path folder, JsonNode expected) {
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    /** Where the corpus lies: as the property {@code slipway.corpus} says, else beside the repository; empty if it is not there. */
    static Optional<Path> root() {
        Path checkout = Path.of("").toAbsolutePath();
        while (checkout.getParent() != null && !Files.exists(checkout.resolve("CONTRIBUTING.md"))) {
            checkout = checkout.getParent();
        }
        String said = System.getProperty("slipway.corpus", "");
        Stream<Path> places = said.isEmpty()
                // A work tree may lie one folder deeper.
                ? Stream.of("../shared/corpus", "../../shared/corpus").map(checkout::resolve)
                : Stream.of(checkout.resolve(said));
        return places.map(Path::normalize).filter(Files::isDirectory).findFirst();
    }

    static List<CorpusCase> all(Path root) throws IOException {
        var cases = new ArrayList<CorpusCase>();
        try (Stream<Path> found = Files.find(root, 3, (path, a) -> path.endsWith("EXPECTED.json"))) {
            for (Path file : found.sorted().toList()) {
                Path folder = file.getParent();
                cases.add(new CorpusCase(
                        root.relativize(folder).toString(),
                        folder,
                        JsonMapper.shared().readTree(Files.readString(file))));
            }
        }
        return cases;
    }

    boolean accepted() {
        return expected.path("expect").asString().equals("accept");
    }

    /** The expected errors that no found problem stands at. */
    List<String> unmatched(JsonNode problems) {
        var missing = new ArrayList<String>();
        for (JsonNode error : expected.path("errors")) {
            boolean matched = false;
            for (JsonNode problem : problems) {
                matched |= matches(error, problem);
            }
            if (!matched) {
                missing.add(error.toString());
            }
        }
        return missing;
    }

    private static boolean matches(JsonNode error, JsonNode problem) {
        String message = error.path("message").asString();
        if (error.has("file")
                && !error.path("file").asString().equals(problem.path("file").asString())) {
            return false;
        }
        String path = error.path("path").asString();
        if (!path.isEmpty() || message.contains("required property")) {
            return path.equals(problem.path("path").asString());
        }
        Matcher line = LINE.matcher(message);
        if (!line.find()) {
            return true;
        }
        // The reference names the line where it gave up, or the end of the line before; the mistake is not below that.
        int there = Integer.parseInt(line.group(1));
        int here = problem.path("line").asInt();
        return message.contains("already defined") ? here == there : here <= there + 2;
    }
}
