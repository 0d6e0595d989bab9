package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.build.source.Hashes;
import io.jenkins.plugins.slipway.engine.build.tool.Dependencies;
import io.jenkins.plugins.slipway.engine.build.tool.PackageManager;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Puts an application's global packages into its sources, from the cache where the same ones were installed before. */
final class DependencyInstall {
    /** Raised when the same inputs may lead to other files than before. */
    private static final String FORMAT = "1";

    private final String project;
    private final ApplicationConfig application;
    private final String treeId;
    private final BuildShell shell;
    private final LayerCache cache;
    private final BuildListener listener;
    private final Cancellation cancellation;

    DependencyInstall(
            String project,
            ApplicationConfig application,
            String treeId,
            BuildShell shell,
            LayerCache cache,
            BuildListener listener,
            Cancellation cancellation) {
        this.project = project;
        this.application = application;
        this.treeId = treeId;
        this.shell = shell;
        this.cache = cache;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * @param sources the application's directory, where the packages go
     * @param gathered a place beside it for what is ready, which is not there yet
     */
    void run(Dependencies dependencies, Path sources, Path gathered) throws IOException, InterruptedException {
        Path global = sources.resolve(PlatformVariables.GLOBAL);
        if (Files.exists(global, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInputException(
                    "applications/" + application.name() + "/dependencies: they are installed into ‘"
                            + PlatformVariables.GLOBAL + "’, which is among the sources. Remove it there");
        }
        for (Dependencies.Group group : dependencies.groups()) {
            Digest key = key(group, sources);
            try (FileLocks.Held lock = KeyLock.acquire(
                    cache.locks(),
                    key,
                    cancellation,
                    () -> listener.note(
                            application.name(), "Waiting for another build that installs the same packages."))) {
                if (cache.take(key, gathered)) {
                    note(group, "are taken from the cache");
                } else {
                    note(group, "are installed");
                    install(group, key, global);
                    cache.take(key, gathered);
                }
            }
        }
        if (Files.exists(gathered)) {
            Files.move(gathered, global);
        }
    }

    private void note(Dependencies.Group group, String what) {
        listener.note(application.name(), "Packages for " + group.key() + " " + what + ": " + group.describe() + ".");
    }

    private void install(Dependencies.Group group, Digest key, Path global) throws IOException, InterruptedException {
        PrivateFiles.createDirectories(global.resolve("bin"));
        shell.run(
                BuildPhase.DEPENDENCIES,
                "installing the packages of dependencies/" + group.key() + " (" + group.describe() + ")",
                group.manager().install(group.packages()),
                Map.of());
        cache.keep(key, global);
    }

    private Digest key(Dependencies.Group group, Path sources) throws IOException, InterruptedException {
        SortedMap<String, String> inputs = new TreeMap<>();
        inputs.put("format", FORMAT);
        inputs.put("manager", group.manager().key());
        inputs.put("packages", BuildKey.canonical(group.packages()));
        inputs.put("script", group.manager().install(group.packages()));
        inputs.put(
                "tools",
                shell.ask(
                        "dependencies/" + group.key() + " (" + group.describe()
                                + ") need a working package manager; asking it",
                        "set -e; " + group.manager().versions()));
        inputs.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Path npmrc = sources.resolve(".npmrc");
        if (group.manager() == PackageManager.NODEJS && Files.isRegularFile(npmrc)) {
            inputs.put(
                    "npmrc",
                    Digest.ofSha256(Hashes.start("SHA-256").digest(Files.readAllBytes(npmrc)))
                            .value());
        }
        Map<String, JsonNode> variables = application.variables().getOrDefault("env", Map.of());
        variables.forEach((name, value) -> {
            if (name.toUpperCase(Locale.ROOT).startsWith(group.manager().settings())) {
                inputs.put("variable/" + name, value.toString());
            }
        });
        if (group.isLocal()) {
            inputs.put("tree", treeId);
        }
        if (!Credentials.declared(application).isEmpty()) {
            // What comes from a private index is for those who may read that.
            inputs.put(
                    "credentials",
                    application.section().path("build").path("credentials").toString());
            inputs.put("project", project);
        }
        return BuildKey.of(inputs);
    }
}
