package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the machine's own helper programs. Only system directories are looked at, so that no user's file is taken for one. */
final class Programs {
    private static final List<Path> DIRECTORIES = List.of(
            Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"), Path.of("/run/current-system/sw/bin"));

    private Programs() {}

    static @Nullable Path find(String name) {
        return DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
