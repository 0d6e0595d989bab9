package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterProcess;
import io.jenkins.plugins.slipway.host.ingress.RouterSource;
import io.jenkins.plugins.slipway.host.ingress.RouterStarter;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon and a router that live in this process for a while, so that Java meets the classes of both. Not for people. */
public final class HostTraining {
    private static final String LOOPBACK = "127.0.0.1";

    private static final List<String> NO_SUCCESSOR = List.of("true");

    private HostTraining() {}

    /** What is done while the host runs. */
    @FunctionalInterface
    public interface Work {
        /** @param port of the router */
        void run(int port) throws IOException, InterruptedException;
    }

    /**
     * Runs a host around the work, and ends the applications after it.
     *
     * @param home a state home that nobody else uses
     * @throws IOException if the host cannot be started
     */
    public static void around(Path home, Map<String, String> environment, Work work)
            throws IOException, InterruptedException {
        HostHome hostHome = new HostHome(home);
        String runtime = ProgramEnvironment.runtimeDirectory(environment);
        try (RouterProcess router =
                RouterProcess.start(hostHome, ListeningSocket.bind(LOOPBACK, 0), runtime, Versions.own())) {
            Optional<Daemon> daemon = Daemon.start(
                    new Daemon.Options(
                            hostHome,
                            new Daemon.Options.Address(null, null),
                            RouterSource.process(
                                    new RouterStarter(hostHome, DaemonCommand.router()), DaemonCommand.own(), null),
                            false,
                            new Daemon.Options.Surroundings(ProgramEnvironment.searchPath(environment), runtime, true),
                            Versions.own(),
                            Clock.systemUTC(),
                            Daemon.Options.Watch.NONE,
                            Backoff.DEFAULT),
                    DirectoryArtifactStore.open(hostHome.artifacts()));
            if (daemon.isPresent()) {
                try {
                    work.run(daemon.get().routerPort());
                } finally {
                    // The daemon would wait for its router's process to end, and that is this one.
                    daemon.get().stop(new ShutdownMode(true, NO_SUCCESSOR));
                }
            }
        }
    }
}
