package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterSource;
import io.jenkins.plugins.slipway.host.ingress.RouterStarter;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The daemon's own program. Runs until it is asked to stop; when it is ended otherwise, its router starts it again. */
public final class HostMain {
    /** The router is to be replaced by one of this version. */
    static final String NEW_ROUTER = "--new-router";

    private HostMain() {}

    /**
     * Takes {@code --home PATH}, and {@code --port PORT} and {@code --listen ADDRESS} if they are to change. The socket at which the
     * router listens may be standard input.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Arguments arguments = new Arguments(args);
        ListeningSocket inherited = ListeningSocket.inherited().orElse(null);
        HostHome home = new HostHome(Path.of(arguments.required("--home")));
        String port = arguments.option("--port");
        Map<String, String> environment = System.getenv();
        try {
            Optional<Daemon> daemon = Daemon.start(
                    new Daemon.Options(
                            home,
                            new Daemon.Options.Address(
                                    port == null ? null : Integer.valueOf(port), arguments.option("--listen")),
                            RouterSource.process(
                                    new RouterStarter(home, DaemonCommand.router()), DaemonCommand.own(), inherited),
                            Arrays.asList(args).contains(NEW_ROUTER),
                            new Daemon.Options.Surroundings(
                                    ProgramEnvironment.searchPath(environment),
                                    ProgramEnvironment.runtimeDirectory(environment),
                                    !environment.containsKey("SLIPWAY_NO_SANDBOX")),
                            Versions.own(),
                            Clock.systemUTC(),
                            new Daemon.Options.Watch(
                                    DaemonCommand.watcher(), Arrays.asList(args).contains(Starter.AGAIN)),
                            Backoff.DEFAULT),
                    DirectoryArtifactStore.open(home.artifacts()));
            if (daemon.isPresent()) {
                daemon.get().stop(daemon.get().stopAsked().join());
            }
        } catch (SlipwayException e) {
            PrivateFiles.write(home.refusal(), String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
            System.err.println(e.getMessage());
        }
    }
}
