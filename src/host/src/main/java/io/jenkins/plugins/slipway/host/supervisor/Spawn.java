package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.host.mount.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Starts programs in sessions of their own, so that no signal to the starter's terminal or group reaches them. */
public final class Spawn {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private Spawn() {}

    /** The command, in a session of its own where the system has a program for that. The process' number stays the same. */
    public static List<String> detached(List<String> argv) {
        for (Path program : SETSID) {
            if (Files.isExecutable(program)) {
                List<String> result = new ArrayList<>(argv.size() + 1);
                result.add(program.toString());
                result.addAll(argv);
                return result;
            }
        }
        return argv;
    }

    static Process start(Launch launch) throws IOException {
        PrivateFiles.touch(launch.log());
        for (Path directory : launch.emptied()) {
            Trees.remove(directory);
            Files.createDirectories(directory);
        }
        ProcessBuilder builder = new ProcessBuilder(detached(launch.argv()));
        builder.directory(launch.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(launch.environment());
        environment.put(ProcessTree.VARIABLE, launch.tag());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        return builder.start();
    }

    static CompletableFuture<String> exit(Process process) {
        return process.onExit().thenApply(gone -> {
            int code = gone.exitValue();
            return code > 128 ? "was ended by signal " + (code - 128) : "exited with code " + code;
        });
    }
}
