package io.jenkins.plugins.slipway.host;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How to run the daemon with the very Java and classes that run now. */
final class DaemonCommand {
    private DaemonCommand() {}

    static List<String> own() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xss512k",
                "-cp",
                classPath(),
                HostMain.class.getName());
    }

    /** Absolute, as the daemon works in another directory. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
