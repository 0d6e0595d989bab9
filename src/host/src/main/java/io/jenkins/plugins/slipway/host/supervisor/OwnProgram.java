package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the host's own programs are started: detached from whoever starts them, with files that only their user can read. */
public final class OwnProgram {
    private static final Path SHELL = Path.of("/bin/sh");

    private OwnProgram() {}

    /**
     * Reads nothing, writes to the end of the log.
     *
     * @param directory where it works
     */
    public static ProcessBuilder builder(List<String> argv, Path directory, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Spawn.independent(unreadable(argv)));
        builder.directory(directory.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(PrivateFiles.touch(log).toFile()));
        return builder;
    }

    /** Java cannot set the umask, which counts for what applications and programs make, too. The process' number stays the same. */
    private static List<String> unreadable(List<String> argv) {
        if (!Files.isExecutable(SHELL)) {
            return argv;
        }
        List<String> result = new ArrayList<>(List.of(SHELL.toString(), "-c", "umask 077; exec \"$0\" \"$@\""));
        result.addAll(argv);
        return result;
    }
}
