package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the machine's own helper programs. Only system directories are looked at, whatever search path a project or a caller has,
 * so that nobody's file is taken for one.
 */
public final class Programs {
    private static final List<Path> DIRECTORIES = List.of(
            Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"), Path.of("/run/current-system/sw/bin"));

    /** The search path of helper programs themselves, in the form of the variable. */
    public static final String PATH = "/usr/bin:/bin:/usr/local/bin:/run/current-system/sw/bin";

    private Programs() {}

    /** The program's absolute path, or null if this machine has none of that name. */
    public static @Nullable Path find(String name) {
        return DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Gives a helper program an environment of its own, with nothing of this process' one. */
    public static void alone(ProcessBuilder builder) {
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
    }

    /** The program's absolute path, or its name if it is not found, so that starting it fails with that name. */
    public static String path(String name) {
        Path found = find(name);
        return found == null ? name : found.toString();
    }
}
