package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project that declares webhooks, with releases that differ at random. */
final class SubscribingReleases {
    private static final Path SDK = Path.of("../sdk-js").toAbsolutePath().normalize();
    private static final List<String> NAMES = List.of("issues", "pushes", "stars", "forks");
    private static final String SCRIPT = """
            import { defineWebhook } from 'slipway-sdk';
            const ask = async (method, path, body, signal) => {
              const answer = await fetch(process.env.THIRD_PARTY + path, {
                method, signal, headers: { 'x-release': '%1$d' }, body: body && JSON.stringify(body),
              });
              if (!answer.ok) throw new Error(`${method} was answered with ${answer.status}`);
              return answer.json();
            };
            const at = (url) => `/hooks?url=${encodeURIComponent(url)}`;
            // One hoster takes a key, the other has to be asked what it has.
            const make = {
              keyed: ({ url, props }, { key, signal }) => ask('POST', '/hooks', { url, event: props.event, key }, signal),
              looked: async ({ url, props }, { signal }) =>
                (await ask('GET', at(url), undefined, signal)).find(({ event }) => event === props.event) ??
                ask('POST', '/hooks', { url, event: props.event }, signal),
            };
            const hook = (name, event, how) => defineWebhook({
              name,
              timeout: 2,
              subscriptionProps: () => ({ event, how }),
              subscribe: make[how],
              unsubscribe: ({ url, result }, { signal }) =>
                ask('DELETE', result ? `/hooks/${result.id}` : at(url), undefined, signal),
              run: () => ({ body: { release: %1$d, event } }),
            });
            """;

    private final Path folder;
    private final Path project;
    private final Map<Integer, Map<String, String>> declared = new HashMap<>();

    SubscribingReleases(Path folder, String thirdParty) throws IOException {
        this.folder = folder;
        this.project = Files.createDirectories(folder.resolve("hooks"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: hooks
                applications:
                  app: { type: "nodejs:20", source: { root: / } }
                objects:
                  app: { script: deploy.js }
                environments:
                  restoring:
                    type: staging
                    variables: { THIRD_PARTY: "%1$s" }
                  keeping:
                    type: staging
                    on_failure: keep
                    variables: { THIRD_PARTY: "%1$s" }
                """.formatted(thirdParty));
    }

    Path project() {
        return project;
    }

    Path home() {
        return folder.resolve("home/.slipway");
    }

    int count() {
        return declared.size();
    }

    /** Event by webhook. */
    Map<String, String> declared(int release) {
        return declared.get(release);
    }

    /** Freezes the next release. */
    int freeze(Random random) throws IOException {
        Map<String, String> events = new TreeMap<>();
        int number = declared.size() + 1;
        StringBuilder script = new StringBuilder(SCRIPT.formatted(number));
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                String event = name + "-" + random.nextInt(2);
                events.put(name, event);
                script.append(
                        "hook('%s', '%s', '%s');\n".formatted(name, event, random.nextBoolean() ? "keyed" : "looked"));
            }
        }
        Path tree = Files.createTempDirectory(folder, "tree");
        Files.writeString(tree.resolve("deploy.js"), script);
        Files.writeString(tree.resolve("package.json"), "{\"type\": \"module\"}");
        copySdk(tree.resolve("node_modules/slipway-sdk"));
        Digest digest = DirectoryArtifactStore.open(home().resolve("artifacts"))
                .publish(
                        tree,
                        new Manifest.Draft(
                                "hooks",
                                "app",
                                new Digest("sha256:" + "%064x".formatted(number)),
                                new TreeMap<>(),
                                null,
                                Map.of(),
                                Instant.EPOCH),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
        try (SqlRecords records = SqlRecords.openIn(home())) {
            int given = records.releases()
                    .release(
                            "hooks",
                            Map.of("app", digest),
                            ConfigReader.read(project, null).source(),
                            "commit " + number,
                            Instant.now(),
                            "ann")
                    .number();
            if (given != number) {
                throw new IllegalStateException("release " + number + " became " + given);
            }
        }
        declared.put(number, events);
        return number;
    }

    private static void copySdk(Path to) throws IOException {
        for (String part : List.of("package.json", "lib", "bin")) {
            try (Stream<Path> files = Files.walk(SDK.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(SDK.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
