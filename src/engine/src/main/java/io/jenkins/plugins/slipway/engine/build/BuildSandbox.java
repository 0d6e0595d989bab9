package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.build.tool.SearchPath;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a build hook sees: the sources at {@code /app}, a cache that is kept between builds, a private {@code /tmp}, the machine's
 * tools; and nothing of any environment. Where sandboxes are not enforced the same directories have their real names.
 *
 * @param sources the materialised sources
 * @param root the application's directory in them; empty where they are the application's
 * @param cache kept between builds of this application
 * @param temporary private to this build
 * @param hidden what the hook must not see, wherever it lies
 * @param credentials what it gets of the user's settings
 */
record BuildSandbox(
        Path sources,
        String root,
        Path cache,
        Path temporary,
        Set<Path> hidden,
        boolean enforced,
        Credentials credentials) {
    private static final Path APP = Path.of("/app");
    private static final Path CACHE = Path.of("/cache");
    private static final Path TMP = Path.of("/tmp");

    /** Tools that honour it write the same times into archives each time. The first moment that a ZIP file can hold. */
    private static final String SOURCE_DATE = "315532800";

    /**
     * The command of a script, such as a hook.
     *
     * @param more variables for this script only
     */
    Command command(
            String script,
            String project,
            ApplicationConfig application,
            String treeId,
            BuildRequest request,
            Map<String, String> more)
            throws IOException {
        PrivateFiles.createDirectories(cache);
        PrivateFiles.createDirectories(temporary.resolve("home"));
        credentials.lay(temporary.resolve("home"), enforced);
        Path java = Path.of(System.getProperty("java.home"));
        Map<Path, Path> readOnly = new HashMap<>(credentials.shown());
        if (!Sandboxes.shows(java)) {
            readOnly.put(java, java);
        }
        Sandbox sandbox =
                new Sandbox(Map.of(sources, APP, cache, CACHE, temporary, TMP), readOnly, hidden, network(application));
        Path app = seen(root);
        SortedMap<String, String> variables =
                PlatformVariables.forBuild(project, application, treeId, app, enforced ? CACHE : cache);
        Path tmp = enforced ? TMP : temporary;
        variables.putIfAbsent(
                "PATH",
                app.resolve(PlatformVariables.GLOBAL_PROGRAMS)
                        + File.pathSeparator
                        + SearchPath.of(request.caller(), enforced));
        variables.putIfAbsent("JAVA_HOME", java.toString());
        variables.putIfAbsent("HOME", tmp.resolve("home").toString());
        variables.putIfAbsent("TMPDIR", tmp.toString());
        variables.putIfAbsent("LANG", "C.UTF-8");
        variables.putIfAbsent("TZ", "UTC");
        variables.putIfAbsent("CI", "true");
        variables.putIfAbsent("SOURCE_DATE_EPOCH", SOURCE_DATE);
        packageManagers(variables, enforced ? CACHE : cache);
        credentials.add(variables, tmp.resolve("home"), enforced ? CACHE : cache);
        NetworkSettings.of(request.caller(), enforced).forEach(variables::putIfAbsent);
        variables.put("SLIPWAY_GLOBAL", app.resolve(PlatformVariables.GLOBAL).toString());
        variables.putAll(more);
        return Command.script(script, sources.resolve(root), variables)
                .withTimeout(request.timeout())
                .in(sandbox);
    }

    /** Where a script sees a directory of the sources. */
    Path seen(String directory) {
        return (enforced ? APP : sources).resolve(directory);
    }

    private static boolean network(ApplicationConfig application) {
        return !application.section().path("build").path("network").asString("").equals("none");
    }

    /** What package managers download is kept between builds. */
    private void packageManagers(SortedMap<String, String> variables, Path kept) {
        variables.putIfAbsent("npm_config_cache", kept.resolve(".npm").toString());
        variables.putIfAbsent("npm_config_update_notifier", "false");
        variables.putIfAbsent("PIP_CACHE_DIR", kept.resolve(".pip").toString());
        variables.putIfAbsent("PIP_ROOT_USER_ACTION", "ignore");
        variables.putIfAbsent("COMPOSER_CACHE_DIR", kept.resolve(".composer").toString());
        variables.putIfAbsent("COMPOSER_ALLOW_SUPERUSER", "1");
        variables.putIfAbsent("BUNDLE_SILENCE_ROOT_WARNING", "1");
        if (enforced) {
            // The machine's own packages are out of reach here, so nothing of it can be broken: pip installs into
            // .global.
            variables.putIfAbsent("PIP_BREAK_SYSTEM_PACKAGES", "1");
        }
    }
}
