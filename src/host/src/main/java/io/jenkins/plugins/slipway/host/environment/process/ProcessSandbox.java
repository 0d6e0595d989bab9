package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import io.jenkins.plugins.slipway.engine.process.SandboxBorder;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process of an application sees: its release at {@code /app} and read-only, its mounts in it and writable, a private {@code
 * /tmp}, the machine's programs; nothing of other environments and of nobody's home. Where sandboxes are not enforced it sees the
 * real directories, protected by permissions.
 *
 * @param directory the unpacked release
 * @param mounts real directory by path relative to the release
 * @param socket where it is to listen, or null
 */
public record ProcessSandbox(
        Path directory, Map<String, Path> mounts, @Nullable Path socket, Path home, Availability sandboxes) {
    private static final Path APP = Path.of("/app");
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    public static ProcessSandbox of(
            SharedResources tools, Layout layout, int deployment, ApplicationConfig application, String process) {
        boolean listens = application.web() != null
                && application.web().socketFamily().equals("unix")
                && Role.isWeb(process, application.name());
        return new ProcessSandbox(
                layout.release(deployment, application.name()),
                layout.mounts(deployment, process, application),
                listens ? layout.socket(deployment, process) : null,
                layout.home().root(),
                tools.sandboxes());
    }

    /** The application's directory as its processes see it. */
    Path seen() {
        return sandboxes instanceof Availability.Enforced ? APP : directory;
    }

    Sandbox sandbox() {
        Map<Path, Path> readOnly = new LinkedHashMap<>();
        readOnly.put(directory, APP);
        if (!Sandboxes.shows(JAVA)) {
            readOnly.put(JAVA, JAVA);
        }
        Map<Path, Path> writable = new LinkedHashMap<>();
        mounts.forEach((path, real) -> {
            // Two mounts may show the same directory.
            Path key = real;
            while (writable.containsKey(key)) {
                key = key.resolve(".");
            }
            writable.put(key, APP.resolve(path));
        });
        Path folder = socket == null ? null : socket.getParent();
        if (folder != null && Files.isDirectory(folder)) {
            writable.put(folder, folder);
        }
        return new Sandbox(writable, readOnly, Set.of(home), true);
    }

    /**
     * For a script that saves data to a file or loads it from there: it sees the file's folder, or the file alone.
     *
     * @param file that is there if it is to be loaded
     */
    Sandbox sandbox(Path file) {
        Sandbox usual = sandbox();
        Map<Path, Path> readOnly = new LinkedHashMap<>(usual.readOnly());
        Map<Path, Path> writable = new LinkedHashMap<>(usual.writable());
        Path folder = file.getParent();
        if (Files.exists(file)) {
            readOnly.put(file, file);
        } else if (folder != null) {
            writable.put(folder, folder);
        }
        return new Sandbox(writable, readOnly, usual.hidden(), usual.network());
    }

    /** The border of its sandbox, for a command that stays when the daemon goes; null where sandboxes are not enforced. */
    @Nullable
    SandboxBorder border() {
        return sandboxes instanceof Availability.Enforced enforced
                ? Sandboxes.lastingBorder(enforced.program(), sandbox(), directory)
                : null;
    }

    /** Path, home and language, for a process that inherits nothing. */
    Map<String, String> surroundings(String path) {
        Map<String, String> result = new LinkedHashMap<>();
        result.put("PATH", searchPath(path));
        result.put("JAVA_HOME", JAVA.toString());
        result.put("HOME", seen().toString());
        result.put("LANG", "C.UTF-8");
        return result;
    }

    private String searchPath(String path) {
        Set<String> result = new LinkedHashSet<>();
        result.add(seen().resolve(PlatformVariables.GLOBAL_PROGRAMS).toString());
        Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> entry.startsWith("/"))
                .filter(entry -> !(sandboxes instanceof Availability.Enforced) || Sandboxes.shows(Path.of(entry)))
                .forEach(result::add);
        result.add(JAVA.resolve("bin").toString());
        result.addAll(List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"));
        return String.join(File.pathSeparator, result);
    }
}
