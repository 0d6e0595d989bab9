package io.jenkins.plugins.slipway.engine.build.tool;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Packages as they are declared: names and the versions wanted, written as text or as numbers. */
final class DeclaredPackages {
    private DeclaredPackages() {}

    /** Versions by name; empty for any. */
    static SortedMap<String, String> versions(JsonNode packages) {
        SortedMap<String, String> versions = new TreeMap<>();
        packages.properties().forEach(entry -> {
            JsonNode version = entry.getValue();
            if (!version.isContainer()) {
                versions.put(
                        entry.getKey(),
                        version.isNull() ? "" : version.asString().strip());
            }
        });
        return versions;
    }

    /** Whether a version names a file or folder of the sources instead. */
    static boolean isLocal(String version) {
        return version.startsWith("file:") || version.startsWith("./") || version.startsWith("../");
    }

    /** The file or folder, relative to the application. */
    static String path(String version) {
        String path = version.startsWith("file:") ? version.substring("file:".length()) : version;
        return path.startsWith(".") || path.startsWith("/") ? path : "./" + path;
    }

    /** Words for a shell, which takes each as it is. */
    static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
