package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own that writes records, for tests of several processes and of their death. */
public final class RecordsProcess {
    private RecordsProcess() {}

    /** Says {@code done <number>} after each deployment that is written down. */
    public static void main(String[] arguments) {
        Path home = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "write" -> {
                try (SqlRecords records = SqlRecords.openIn(home)) {
                    write(records, Integer.parseInt(arguments[2]));
                }
            }
            case "hold" -> {
                try (SqlRecords records = SqlRecords.holdIn(home)) {
                    write(records, Integer.parseInt(arguments[2]));
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void write(SqlRecords records, int times) {
        for (int i = 0; i < times; i++) {
            Deployment deployment = records.deployments()
                    .begin(
                            "shop",
                            "staging",
                            Kind.DEPLOY,
                            1,
                            null,
                            0,
                            Clock.systemUTC().instant(),
                            "process",
                            "");
            records.deployments().end(deployment, State.LIVE, Clock.systemUTC().instant(), "", List.of());
            records.releases()
                    .release(
                            "shop",
                            Map.of("api", RecordsContract.digest(deployment.number())),
                            RecordsContract.CONFIG,
                            "",
                            Clock.systemUTC().instant(),
                            "process");
            System.out.println("done " + deployment.number());
            System.out.flush();
        }
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RecordsProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
