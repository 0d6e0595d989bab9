package io.jenkins.plugins.slipway.host;

import java.nio.file.Path;
import java.util.List;

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
                System.getProperty("java.class.path"),
                HostMain.class.getName());
    }
}
