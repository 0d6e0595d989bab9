package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.ProcessMark;
import io.jenkins.plugins.slipway.engine.process.ProcessStart;
import io.jenkins.plugins.slipway.engine.process.Programs;
import io.jenkins.plugins.slipway.host.mount.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Starts programs in sessions of their own, so that no signal to the starter's terminal or group reaches them. */
public final class Spawn {
    /** A hook's mark ends with the hook, and a daemon is to stay. */
    private static final List<String> UNMARKED =
            List.of("/bin/sh", "-c", "ulimit -S -m unlimited 2>/dev/null; exec \"$@\"", "slipway");

    private Spawn() {}

    /** The command, in a session of its own where the system has a program for that. The process' number stays the same. */
    public static List<String> detached(List<String> argv) {
        Path program = Programs.find("setsid");
        if (program == null) {
            return argv;
        }
        List<String> result = new ArrayList<>(argv.size() + 1);
        result.add(program.toString());
        result.addAll(argv);
        return result;
    }

    /** The same for a command that is to live on when whatever it was started in ends, such as a hook. */
    public static List<String> independent(List<String> argv) {
        List<String> result = new ArrayList<>(UNMARKED);
        result.addAll(argv);
        return detached(result);
    }

    static Process start(Launch launch) throws IOException {
        PrivateFiles.touch(launch.log());
        for (Path directory : launch.emptied()) {
            Trees.remove(directory);
            Files.createDirectories(directory);
        }
        return ProcessStart.of(launch.argv(), launch.directory(), launch.environment())
                .tagged(TaggedProcesses.VARIABLE, launch.tag())
                .behind(launch.border())
                .within(launch.groups())
                .marked(mark(launch))
                .start(builder -> builder.redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(launch.log().toFile())));
    }

    /** What finds its children again where no sandbox holds them together. */
    static @Nullable ProcessMark mark(Launch launch) {
        return launch.border() == null ? ProcessMark.of(launch.tag()) : null;
    }

    static CompletableFuture<String> exit(Process process) {
        return process.onExit().thenApply(gone -> {
            int code = gone.exitValue();
            return code > 128 ? "was ended by signal " + (code - 128) : "exited with code " + code;
        });
    }
}
