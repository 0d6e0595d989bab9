package io.jenkins.plugins.slipway.engine.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** An unpacked artifact with a script, and the package of this repository where npm would have put it. */
public final class ScriptFolder {
    private static final Path SDK = Path.of("../sdk-js").toAbsolutePath().normalize();

    private final Path folder;

    public ScriptFolder(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        for (String part : new String[] {"package.json", "lib", "bin"}) {
            try (Stream<Path> files = Files.walk(SDK.resolve(part))) {
                for (Path file : files.toList()) {
                    Path copy = folder.resolve("node_modules/slipway-sdk")
                            .resolve(SDK.relativize(file).toString());
                    Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, copy);
                    }
                }
            }
        }
        write("package.json", "{\"type\": \"module\"}");
    }

    public ScriptFolder write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
        return this;
    }

    public ScriptSource source(String script, String... variables) {
        Map<String, String> all = new HashMap<>();
        all.put("PATH", System.getenv("PATH"));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        return new ScriptSource(folder, script, "staging", all);
    }
}
