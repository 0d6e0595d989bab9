package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long the records take to answer with a million deployments in them, and how long a fresh process takes to ask.
 *
 * <pre>java -cp … io.jenkins.plugins.slipway.bench.RecordsBench FOLDER [DEPLOYMENTS [jdbc:postgresql:…]]</pre>
 *
 * The folder and the database must be empty, or left by an earlier run of the same size.
 */
final class RecordsBench {
    private static final int MILLION = 1_000_000;
    private static final int WARM_UP = 20;
    private static final int RUNS = 100;

    private RecordsBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int deployments = arguments.length > 1 ? Integer.parseInt(arguments[1]) : MILLION;
        Path large = folder.resolve("large");
        Path small = folder.resolve("small");
        fillFile(large, deployments);
        fillFile(small, 500);
        System.out.printf(
                Locale.ROOT,
                "%,d deployments, %,d MB on disk%n%n",
                deployments,
                Files.size(large.resolve("records/slipway.mv.db")) >> 20);
        System.out.printf("%-60s %10s %10s%n", "milliseconds", "median", "slowest");
        ask("H2, opened for each question", SqlRecords.openIn(large));
        ask("H2, held open", SqlRecords.holdIn(large));
        if (arguments.length > 2) {
            ask("PostgreSQL", fillServer(arguments[2], deployments));
        }
        for (String question : List.of("history", "release")) {
            fresh("fresh process, small records: " + question, question, small);
            fresh("fresh process, large records: " + question, question, large);
        }
    }

    private static void fillFile(Path home, int deployments) throws Exception {
        if (Files.exists(home)) {
            return;
        }
        try (SqlRecords records = SqlRecords.openIn(home)) {
            records.releases().newest("nobody");
        }
        RecordsFill.fill(
                "jdbc:h2:" + home.toAbsolutePath().resolve("records/slipway") + ";REUSE_SPACE=FALSE",
                "slipway",
                deployments);
    }

    private static SqlRecords fillServer(String url, int deployments) throws Exception {
        SqlRecords records = SqlRecords.open(url);
        if (records.releases().newest("shop").isEmpty()) {
            RecordsFill.fill(url, "", deployments);
        }
        return records;
    }

    private static void ask(String where, SqlRecords records) {
        try (records) {
            time(where + ": history, 20", () -> records.deployments().history("shop", "staging", 20));
            time(where + ": history, 200", () -> records.deployments().history("shop", "staging", 200));
            time(where + ": status", () -> records.together(() -> status(records)));
            time(where + ": releases, 20", () -> records.releases().list("shop", 20));
            time(where + ": a deployment, written", () -> deploy(records));
        }
    }

    /** What the command asks for the table of a project. */
    private static int status(SqlRecords records) {
        int live = 0;
        for (String environment : records.deployments().environments("shop")) {
            live += records.deployments().live("shop", environment).isPresent() ? 1 : 0;
            records.verdicts().list("shop", environment, 30);
        }
        return live;
    }

    private static void deploy(SqlRecords records) {
        Deployment deployment = records.deployments()
                .begin(
                        "shop",
                        "bench",
                        Kind.DEPLOY,
                        1,
                        null,
                        0,
                        Clock.systemUTC().instant(),
                        "bench",
                        "");
        records.deployments().end(deployment, State.LIVE, Clock.systemUTC().instant(), "", List.of());
    }

    private static void time(String what, Runnable question) {
        for (int i = 0; i < WARM_UP; i++) {
            question.run();
        }
        double[] milliseconds = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            question.run();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        print(what, milliseconds);
    }

    private static void fresh(String what, String question, Path home) throws IOException, InterruptedException {
        double[] inside = new double[10];
        double[] whole = new double[inside.length];
        for (int i = -2; i < inside.length; i++) {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RecordsProbe.class.getName(),
                            question,
                            home.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader said = process.inputReader()) {
                double milliseconds = Double.parseDouble(said.readLine());
                process.waitFor();
                if (i >= 0) {
                    inside[i] = milliseconds;
                    whole[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        print(what + ", open to close", inside);
        print(what + ", with the JVM", whole);
    }

    private static void print(String what, double[] milliseconds) {
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "%-60s %10.2f %10.2f%n",
                what,
                milliseconds[milliseconds.length / 2],
                milliseconds[milliseconds.length - 1]);
    }
}
