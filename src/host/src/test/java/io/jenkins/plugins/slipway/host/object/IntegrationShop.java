package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes releases of a project that serves nothing and declares objects, with this repository's package. */
final class IntegrationShop {
    private static final Path SDK = Path.of("../sdk-js").toAbsolutePath().normalize();

    private final Path folder;
    private final Path home;
    private final String hoster;

    IntegrationShop(Path folder, Path home, String hoster) {
        this.folder = folder;
        this.home = home;
        this.hoster = hoster;
    }

    /** A script that subscribes webhooks, given as name and event, at the hoster. */
    static String subscribing(int release, Map<String, String> webhooks, String more) {
        StringBuilder script = new StringBuilder("""
                import { defineAction, defineWebhook } from 'slipway-sdk';
                const ask = async (method, path, body) => {
                  const answer = await fetch(process.env.HOSTER + path, { method, body, headers: { 'x-release': '%d' } });
                  if (!answer.ok) throw new Error('the hoster answered ' + answer.status);
                };
                const hook = (name, event) => defineWebhook({
                  name,
                  subscriptionProps: () => ({ event }),
                  subscribe: ({ props }) => ask('PUT', '/' + name, props.event).then(() => name),
                  unsubscribe: ({ result }) => ask('DELETE', '/' + (result ?? name)),
                  run: (request) => ({ status: 201, body: { release: %d, event, heard: request.text() } }),
                });
                """.formatted(release, release));
        webhooks.forEach((name, event) -> script.append("hook('")
                .append(name)
                .append("', '")
                .append(event)
                .append("');\n"));
        return script + more;
    }

    ReleaseSpec spec(int token, String script, String environment) throws IOException {
        Path project = Files.createTempDirectory(folder, "integrations");
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                project: shop
                applications:
                  app: { type: "nodejs:20", source: { root: / } }
                objects:
                  app: { script: deploy.js }
                environments:
                  production:
                    variables: { HOSTER: "%s" }
                %s
                """.formatted(hoster, environment.indent(4)));
        ProjectConfig config = ConfigReader.read(project, null);
        Path tree = Files.createDirectories(project.resolve("tree"));
        Files.writeString(tree.resolve("deploy.js"), script);
        Files.writeString(tree.resolve("package.json"), "{\"type\": \"module\"}");
        copySdk(tree.resolve("node_modules/slipway-sdk"));
        Digest digest = DirectoryArtifactStore.open(home.resolve("artifacts"))
                .publish(
                        tree,
                        new Manifest.Draft(
                                "shop",
                                "app",
                                new Digest("sha256:" + "%064x".formatted(token)),
                                new TreeMap<>(),
                                null,
                                Map.of(),
                                Instant.EPOCH),
                        List.of(),
                        ArtifactStore.Progress.none())
                .artifact();
        return new ReleaseSpec(
                "shop",
                token,
                token,
                List.of(new ReleaseSpec.Artifact("app", digest, "tree")),
                config,
                config.environments().get("production"),
                "commit",
                home.resolve("journal").resolve(Integer.toString(token)).toString(),
                false,
                Map.of());
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
