package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Validates a repository with 50 applications, beside a plain schema validator (ajv with the parser ‘yaml’, in Node.js) with the
 * same schema over the same file, in turns. Both as a process from its start to its end, and warm, without their start.
 *
 * <p>Arguments: a folder with {@code node_modules/ajv} and {@code node_modules/yaml}; the command {@code slipway}; rounds.
 */
public final class ValidateMeasurements {
    private static final int APPLICATIONS = 50;
    private static final int WARM = 200;

    private ValidateMeasurements() {}

    public static void main(String[] args) throws Exception {
        Path modules = Path.of(args[0]).toAbsolutePath();
        String slipway = args[1];
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 7;
        Path folder = Files.createTempDirectory("validate");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve(".upsun"));
        Files.writeString(project.resolve(".upsun/config.yaml"), configuration());
        Path script = script(modules, folder);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        double[] oursWarm = new double[rounds];
        double[] theirsWarm = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ours[i] = run(List.of(
                    slipway,
                    "validate",
                    "--dir",
                    project.toString(),
                    "--home",
                    folder.resolve("home" + i).toString()));
            theirs[i] = run(List.of("node", script.toString(), "1"));
            oursWarm[i] = warm(project);
            theirsWarm[i] = run(List.of("node", script.toString(), String.valueOf(WARM + 1))) - theirs[i];
            theirsWarm[i] /= WARM;
        }
        System.out.printf("%d applications, medians of %d rounds in turns%n", APPLICATIONS, rounds);
        report("one process", ours, theirs);
        report("warm, each", oursWarm, theirsWarm);
    }

    private static void report(String what, double[] ours, double[] theirs) {
        double our = median(ours);
        double their = median(theirs);
        System.out.printf("%-12s slipway %.1f ms, ajv %.1f ms, ratio %.2f%n", what, our, their, our / their);
    }

    private static double warm(Path project) {
        for (int i = 0; i < WARM; i++) {
            check(project);
        }
        long begun = System.nanoTime();
        for (int i = 0; i < WARM; i++) {
            check(project);
        }
        return (System.nanoTime() - begun) / 1e6 / WARM;
    }

    private static void check(Path project) {
        if (ConfigReader.problems(project).stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            throw new IllegalStateException("the configuration that is measured is not valid");
        }
    }

    private static double run(List<String> command) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed");
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Path script(Path modules, Path folder) throws IOException {
        Files.writeString(folder.resolve("upsun.json"), Schemas.text(Schemas.Format.UPSUN));
        Files.writeString(folder.resolve("common.json"), Schemas.common());
        return Files.writeString(folder.resolve("ajv.cjs"), """
                const fs = require('fs');
                const Ajv = require('%1$s/node_modules/ajv/dist/2020').default;
                const YAML = require('%1$s/node_modules/yaml');
                const read = (file) => JSON.parse(fs.readFileSync('%2$s/' + file, 'utf8'));
                const ajv = new Ajv({ allErrors: true, strict: false });
                ajv.addSchema(read('common.json'));
                const validate = ajv.compile(read('upsun.json'));
                for (let i = 0; i < Number(process.argv[2]); i++) {
                  const text = fs.readFileSync('%2$s/project/.upsun/config.yaml', 'utf8');
                  if (!validate(YAML.parse(text, { merge: true }))) {
                    console.error(validate.errors);
                    process.exit(1);
                  }
                }
                """.formatted(modules, folder));
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("applications:\n");
        for (int i = 0; i < APPLICATIONS; i++) {
            text.append("""
                      app%1$d:
                        type: nodejs:20
                        source: { root: apps/app%1$d }
                        relationships:
                          database: "db:postgresql"
                          cache:
                        mounts:
                          uploads: { source: storage, source_path: uploads%1$d }
                        variables:
                          env: { NODE_ENV: production, LEVEL: info }
                        hooks:
                          build: |
                            set -e
                            npm ci
                            npm run build
                          deploy: ./bin/migrate
                        web:
                          commands: { start: node server.js }
                          locations:
                            /: { root: public, passthru: true, expires: 1h, rules: { '\\.css$': { expires: 1d } } }
                        workers:
                          queue: { commands: { start: node worker.js } }
                        crons:
                          cleanup: { spec: "H 3 * * *", commands: { start: ./bin/cleanup } }
                    """.formatted(i).indent(2));
        }
        text.append("services:\n  db: { type: postgresql:15 }\n  cache: { type: redis:7.0 }\nroutes:\n");
        for (int i = 0; i < APPLICATIONS; i++) {
            text.append(
                    "  \"https://app%1$d.{default}/\": { type: upstream, upstream: \"app%1$d:http\" }\n".formatted(i));
        }
        return text.toString();
    }
}
