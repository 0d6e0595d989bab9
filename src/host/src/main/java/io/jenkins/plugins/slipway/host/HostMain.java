package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The daemon's own program. Runs until it is asked to stop, or is ended by a signal, which leaves the applications running. */
public final class HostMain {
    private HostMain() {}

    /** Takes {@code --home PATH}, and {@code --port PORT} and {@code --listen ADDRESS} if they are to change. */
    public static void main(String[] args) throws IOException, InterruptedException {
        HostHome home = new HostHome(Path.of(required(args, "--home")));
        String port = option(args, "--port");
        Map<String, String> environment = System.getenv();
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/tmp");
        try {
            Optional<Daemon> daemon = Daemon.start(
                    new Daemon.Options(
                            home,
                            port == null ? null : Integer.valueOf(port),
                            option(args, "--listen"),
                            searchPath(environment),
                            Files.isWritable(Path.of(runtime)) ? runtime : "/tmp",
                            !environment.containsKey("SLIPWAY_NO_SANDBOX"),
                            Versions.own(),
                            Clock.systemUTC()),
                    DirectoryArtifactStore.open(home.artifacts()));
            if (daemon.isEmpty()) {
                return;
            }
            boolean applications = daemon.get().stopAsked().join();
            daemon.get().stop(applications);
        } catch (SlipwayException e) {
            Files.write(home.refusal(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
            System.err.println(e.getMessage());
        }
    }

    /** What the daemon was started with, and the programs of its own Java last. */
    private static String searchPath(Map<String, String> environment) {
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        return environment.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") + ":"
                + java;
    }

    private static String required(String[] args, String name) {
        String value = option(args, name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static @Nullable String option(String[] args, String name) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return null;
    }
}
