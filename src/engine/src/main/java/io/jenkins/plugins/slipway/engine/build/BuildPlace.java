package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a build hook sees: the sources at {@code /app}, a cache that is kept between builds, a private {@code /tmp}, the machine's
 * tools; and nothing of any environment. Where sandboxes are not enforced the same directories have their real names.
 *
 * @param sources the materialised sources
 * @param cache kept between builds of this application
 * @param temporary private to this build
 * @param hidden what the hook must not see, wherever it lies
 */
record BuildPlace(Path sources, Path cache, Path temporary, Set<Path> hidden, boolean enforced) {
    private static final Path APP = Path.of("/app");
    private static final Path CACHE = Path.of("/cache");
    private static final Path TMP = Path.of("/tmp");

    /** Tools that honour it write the same times into archives each time. The first moment that a ZIP file can hold. */
    private static final String SOURCE_DATE = "315532800";

    /** The command of a hook. */
    Command command(String script, String project, ApplicationConfig application, String treeId, BuildRequest request)
            throws IOException {
        Files.createDirectories(cache);
        Files.createDirectories(temporary.resolve("home"));
        Path java = Path.of(System.getProperty("java.home"));
        Sandbox sandbox = new Sandbox(
                Map.of(sources, APP, cache, CACHE, temporary, TMP),
                Sandboxes.shows(java) ? Map.of() : Map.of(java, java),
                hidden,
                network(application));
        Path app = enforced ? APP : sources;
        SortedMap<String, String> variables =
                PlatformVariables.forBuild(project, application, treeId, app, enforced ? CACHE : cache);
        Path tmp = enforced ? TMP : temporary;
        variables.putIfAbsent("PATH", searchPath(java, request.caller().getOrDefault("PATH", "")));
        variables.putIfAbsent("JAVA_HOME", java.toString());
        variables.putIfAbsent("HOME", tmp.resolve("home").toString());
        variables.putIfAbsent("TMPDIR", tmp.toString());
        variables.putIfAbsent("LANG", "C.UTF-8");
        variables.putIfAbsent("TZ", "UTC");
        variables.putIfAbsent("CI", "true");
        variables.putIfAbsent("SOURCE_DATE_EPOCH", SOURCE_DATE);
        return Command.script(script, sources, variables)
                .withTimeout(request.timeout())
                .in(sandbox);
    }

    private static boolean network(ApplicationConfig application) {
        return !application.section().path("build").path("network").asString("").equals("none");
    }

    /** The directories of tools that the hook can reach, the JDK that Slipway runs on first. */
    private String searchPath(Path java, String caller) {
        Set<String> directories = new LinkedHashSet<>();
        directories.add(java.resolve("bin").toString());
        Arrays.stream(caller.split(File.pathSeparator))
                .filter(directory -> directory.startsWith("/"))
                .filter(directory -> !enforced || Sandboxes.shows(Path.of(directory)))
                .forEach(directories::add);
        for (String usual : new String[] {"/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"}) {
            directories.add(usual);
        }
        return directories.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
