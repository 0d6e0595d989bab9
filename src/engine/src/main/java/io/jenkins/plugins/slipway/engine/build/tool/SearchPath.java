package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a build finds its tools. */
public final class SearchPath {
    private SearchPath() {}

    /** The directories of tools that a hook can reach, the JDK that Slipway runs on first. */
    public static String of(Map<String, String> caller, boolean enforced) {
        Set<String> directories = new LinkedHashSet<>();
        directories.add(Path.of(System.getProperty("java.home")).resolve("bin").toString());
        Arrays.stream(caller.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> directory.startsWith("/"))
                .filter(directory -> !enforced || Sandboxes.shows(Path.of(directory)))
                .forEach(directories::add);
        for (String usual : new String[] {"/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"}) {
            directories.add(usual);
        }
        return directories.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
