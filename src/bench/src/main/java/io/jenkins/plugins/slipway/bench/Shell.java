package io.jenkins.plugins.slipway.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs what a user would type. */
final class Shell {
    private Shell() {}

    static void run(Path directory, String script) throws IOException, InterruptedException {
        exec(directory, List.of("bash", "-o", "pipefail", "-ec", script));
    }

    static void exec(Path directory, String... argv) throws IOException, InterruptedException {
        exec(directory, Arrays.asList(argv));
    }

    static void exec(Path directory, List<String> argv) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", argv) + " failed: " + said);
        }
    }
}
