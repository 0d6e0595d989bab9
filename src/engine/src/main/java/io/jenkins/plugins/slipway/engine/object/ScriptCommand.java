package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a script is started, by its name: see docs/objects-protocol.md. */
final class ScriptCommand {
    private static final String SDK = "node_modules/slipway-sdk/bin/slipway-sdk.js";

    private ScriptCommand() {}

    /**
     * @param directory the unpacked artifact
     * @param memory in megabytes
     * @throws LifecycleFailedException if the artifact lacks what is needed
     */
    static List<String> of(Path directory, String script, int memory) {
        Path file = directory.resolve(script).normalize();
        if (!file.startsWith(directory) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new LifecycleFailedException("The artifact has no file ‘" + script
                    + "’, which ‘objects’ names as script; correct the path, which is relative to the application's root, or"
                    + " let hooks.build make the file");
        }
        if (script.matches(".*\\.[cm]?js")) {
            if (!Files.isRegularFile(directory.resolve(SDK))) {
                throw new LifecycleFailedException("The artifact has no " + SDK + ", which runs ‘" + script
                        + "’; add slipway-sdk to the dependencies in package.json and ‘npm ci’ to hooks.build");
            }
            List<String> argv = new ArrayList<>(List.of("node", "--enable-source-maps"));
            // Node does not look at the limit of the process by itself, and would die instead of cleaning up.
            argv.add("--max-old-space-size=" + memory);
            argv.addAll(List.of(SDK, "run", script));
            return argv;
        }
        if (script.endsWith(".py")) {
            return List.of("python3", script);
        }
        if (script.endsWith(".java")) {
            return List.of("java", "-Xmx" + memory + "m", script);
        }
        return List.of(file.toString());
    }
}
