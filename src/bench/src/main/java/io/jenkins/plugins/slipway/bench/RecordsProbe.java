package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One question to the records by a process of its own, and how long it took from the first line of main on. */
final class RecordsProbe {
    private RecordsProbe() {}

    public static void main(String[] arguments) {
        JsonNode config = JsonMapper.shared().readTree("{\"applications\":{\"api\":{\"type\":\"java:17\"}}}");
        long start = System.nanoTime();
        try (SqlRecords records = SqlRecords.openIn(Path.of(arguments[1]))) {
            switch (arguments[0]) {
                case "history" -> records.deployments().history("shop", "staging", 20);
                case "release" ->
                    records.releases()
                            .release(
                                    "probe",
                                    Map.of("api", new Digest("sha256:" + "a".repeat(64))),
                                    config,
                                    "",
                                    Clock.systemUTC().instant(),
                                    "ann");
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        System.out.println((System.nanoTime() - start) / 1e6);
    }
}
