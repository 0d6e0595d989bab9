package io.jenkins.plugins.slipway.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the host's own programs find around them. */
final class ProgramEnvironment {
    private ProgramEnvironment() {}

    /** Where a private directory may be made. */
    static String runtimeDirectory(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/tmp");
        return Files.isWritable(Path.of(runtime)) ? runtime : "/tmp";
    }

    /** What the daemon was started with, and the programs of its own Java last. */
    static String searchPath(Map<String, String> environment) {
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        return environment.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") + ":"
                + java;
    }
}
