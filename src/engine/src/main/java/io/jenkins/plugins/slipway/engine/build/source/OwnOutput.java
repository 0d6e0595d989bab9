package io.jenkins.plugins.slipway.engine.build.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Files that this process's standard output and standard error go to, as in {@code slipway dev > dev.log}. */
public final class OwnOutput {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OwnOutput() {}

    /** Their real paths; empty where output goes elsewhere, or the system does not tell. */
    public static Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        for (String descriptor : new String[] {"1", "2"}) {
            try {
                Path file = DESCRIPTORS.resolve(descriptor).toRealPath();
                if (Files.isRegularFile(file)) {
                    files.add(file);
                }
            } catch (IOException e) {
                // A pipe, a terminal that went away, or a system without /proc: nothing of the project's.
            }
        }
        return files;
    }
}
