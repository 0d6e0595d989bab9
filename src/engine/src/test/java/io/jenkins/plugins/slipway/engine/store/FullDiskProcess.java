package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes releases with much configuration until it may not. */
public final class FullDiskProcess {
    private FullDiskProcess() {}

    public static void main(String[] arguments) {
        try (SqlRecords records = SqlRecords.openIn(Path.of(arguments[0]))) {
            for (int seed = 2; seed < 1000; seed++) {
                String much = JsonMapper.shared().writeValueAsString("x".repeat(20_000) + seed);
                int number = records.releases()
                        .release(
                                "shop",
                                Map.of("api", RecordsContract.digest(seed)),
                                JsonMapper.shared().readTree(much),
                                "",
                                RecordsContract.NOON,
                                "ann")
                        .number();
                System.out.println("release " + number);
            }
        } catch (SlipwayException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }
}
