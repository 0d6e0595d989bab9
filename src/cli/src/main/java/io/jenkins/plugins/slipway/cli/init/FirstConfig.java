package io.jenkins.plugins.slipway.cli.init;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes a first {@code .slipway/config.yaml}, with comments for whoever goes on from there. */
public final class FirstConfig {
    private static final String SCHEMA =
            "https://raw.githubusercontent.com/jenkinsci/slipway-plugin/main/docs/schema/slipway.schema.json";

    /** Names that tell which application people come to first. */
    private static final Set<String> FRONTS =
            Set.of("web", "www", "frontend", "front", "client", "site", "app", "ui", "website");

    private final StringBuilder text = new StringBuilder();

    private FirstConfig() {}

    /**
     * A whole configuration.
     *
     * @param found at least one
     */
    public static String whole(String project, List<DetectedApplication> found) {
        var config = new FirstConfig();
        config.head("Made from what was found: "
                + String.join(
                        ", ", found.stream().map(DetectedApplication::from).toList()) + ".");
        config.line("project: " + quoted(project));
        config.line("");
        config.line(
                "# The deployable parts. They are built once; what a build leaves is frozen and runs in every environment.");
        config.line("applications:");
        found.forEach(config::application);
        config.routes(found.stream()
                .filter(DetectedApplication::serves)
                .map(DetectedApplication::name)
                .toList());
        config.lifecycle(found.stream().map(DetectedApplication::name).toList());
        return config.text.toString();
    }

    /**
     * Slipway's own sections, for a project whose applications the files of a platform declare.
     *
     * @param platform whose they are
     */
    public static String beside(String platform, ProjectConfig declared) {
        var config = new FirstConfig();
        config.head("Applications, services and routes are read from the files of " + platform
                + "; this file holds what those do not say.");
        config.line("project: " + quoted(declared.project()));
        config.lifecycle(declared.order());
        config.data(declared.applications().values());
        return config.text.toString();
    }

    private void head(String sentence) {
        line("# yaml-language-server: $schema=" + SCHEMA);
        line("#");
        line("# " + sentence);
        line("# ‘slipway validate’ checks this file, ‘slipway validate --explain KEY’ says what a key means.");
        line("");
    }

    private void application(DetectedApplication found) {
        line("  " + found.name() + ":");
        line("    type: " + quoted(found.type()));
        if (!found.root().isEmpty()) {
            line("    source: { root: " + quoted(found.root()) + " }");
        }
        found.notes().forEach(note -> line("    # " + note));
        if (found.flavor() != null) {
            line("    build: { flavor: " + found.flavor() + " }");
        }
        if (!found.build().isEmpty()) {
            line("    hooks:");
            line("      # Runs once for each build, without services and without secrets.");
            line("      build: |");
            found.build().forEach(command -> line("        " + command));
            line(
                    "      # Runs in each environment before the release serves; if it fails, the old release comes back.");
            line("      # deploy: ./bin/migrate");
        } else {
            line("    # hooks:");
            line("    #   build: make                  # once for each build, without services and without secrets");
            line("    #   deploy: ./bin/migrate        # in each environment, before the release serves");
        }
        line("    # Directories that outlive releases; all others are read-only at run time.");
        line("    # mounts:");
        line("    #   uploads: { source: storage }");
        line("    # What the application may reach at run time: a service, or another application.");
        line("    # relationships:");
        line("    #   database: \"db:postgresql\"");
        web(found);
    }

    private void web(DetectedApplication found) {
        if (found.start() != null) {
            line("    web:");
            line("      commands:");
            line("        # The server listens on $PORT.");
            line("        start: " + quoted(found.start()));
        } else if (found.site() != null) {
            line("    web:");
            line("      locations:");
            line("        /:");
            line("          root: " + quoted(found.site().root()));
            line("          index: [index.html]");
            if (found.site().notFound()) {
                line("          # What is not there is answered by this page, with the status 404.");
                line("          passthru: /404.html");
            }
            line("          expires: 5m");
        } else {
            line("    # web:");
            line("    #   commands:");
            line("    #     start: ./serve --port $PORT");
        }
    }

    private void routes(List<String> serving) {
        if (serving.isEmpty()) {
            return;
        }
        String front = serving.stream().filter(FRONTS::contains).findFirst().orElse(serving.get(0));
        line("");
        line("# services:");
        line("#   db: { type: \"postgresql:15\" }");
        line("");
        line("# Addresses; {default} stands for the environment's host.");
        line("routes:");
        route("https://{default}/", front);
        serving.stream()
                .filter(name -> !name.equals(front))
                .forEach(name -> route("https://" + name + ".{default}/", name));
    }

    private void route(String address, String application) {
        line("  " + quoted(address) + ": { type: upstream, upstream: " + quoted(application + ":http") + " }");
    }

    private void lifecycle(List<String> applications) {
        String first = applications.get(0);
        line("");
        line("# Places where releases live.");
        line("environments:");
        line("  staging:");
        line("    type: staging");
        line("  production:");
        line("    type: production");
        line("    # Only what is live in staging, and passed its gate if there is one.");
        line("    requires: [staging]");
        line("    # Goes on probing after a release went live; a failure takes it back.");
        line("    # watch: 1m");
        line("");
        line("# How a release is judged.");
        line("# gates:");
        line("#   staging:");
        line("#     tests:");
        line("#       - { run: ./bin/api-tests, junit: \"reports/*.xml\" }");
        line("#     rules:");
        line("#       - { metric: tests.failed, max: 0 }");
        if (applications.size() > 1) {
            line("");
            line("# The order of deployment; a rollback runs it backwards.");
            line("order: ["
                    + String.join(
                            ", ", applications.stream().map(FirstConfig::quoted).toList()) + "]");
        }
        line("");
        line("# How an application proves that it can serve; unless set, GET / answered below 500 within a minute.");
        line("# health:");
        line("#   " + first + ": { path: /health, status: 200-399 }");
    }

    private void data(Collection<ApplicationConfig> applications) {
        List<String> related = applications.stream()
                .filter(application -> !application.relationships().isEmpty()
                        || !application.mounts().isEmpty())
                .map(ApplicationConfig::name)
                .toList();
        if (related.isEmpty()) {
            return;
        }
        line("");
        line("# What a rollback may do to data. Without it, a rollback takes back code and leaves data as it is.");
        line("# data:");
        line("#   " + related.get(0) + ":");
        line("#     version: ./bin/schema version");
        line("#     down: ./bin/schema down --to $SLIPWAY_TO_VERSION");
        line("#     backup: ./bin/dump > $SLIPWAY_BACKUP");
        line("#     restore: ./bin/load < $SLIPWAY_BACKUP");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Text as YAML takes it, whatever it holds. */
    private static String quoted(String value) {
        return value.matches("[a-zA-Z][\\w./-]*") && !value.matches("(?i)true|false|null|yes|no|on|off")
                ? value
                : JsonNodeFactory.instance.stringNode(value).toString();
    }
}
