package io.jenkins.plugins.slipway.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Recognises an application by its {@code composer.json}. */
final class PhpProject {
    private static final String FILE = "composer.json";
    private static final String USUAL = "8.3";

    private PhpProject() {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        if (!folder.has(FILE)) {
            return Optional.empty();
        }
        String version = folder.find(FILE, "\"php\"\\s*:\\s*\"[^\"\\d]*(\\d+\\.\\d+)");
        String root = Stream.of("public", "web", "www", "htdocs")
                .filter(name -> folder.has(name + "/index.php"))
                .findFirst()
                .orElse("");
        boolean front = folder.has(root.isEmpty() ? "index.php" : root + "/index.php");
        String script = root.isEmpty() ? "index.php" : root + "/index.php";
        return Optional.of(new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(FILE),
                "php:" + (version == null ? folder.installed("php").orElse(USUAL) : version),
                "composer",
                List.of(),
                front ? "exec php -S 127.0.0.1:$PORT -t " + (root.isEmpty() ? "." : root) + " " + script : null,
                null,
                front
                        ? List.of("PHP's own server is enough to look at a project; for production take one of its"
                                + " process managers, such as RoadRunner or FrankenPHP, that listens on $PORT.")
                        : List.of("No index.php was found that could answer requests.")));
    }
}
