package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.ingress.RouterProcess;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The router's own program, started by the daemon, which it starts again when that ends. */
public final class HostRouterMain {
    private HostRouterMain() {}

    /** Takes {@code --home PATH --address ADDRESS --port PORT}; the socket itself may be standard input. */
    public static void main(String[] args) throws IOException {
        Arguments arguments = new Arguments(args);
        Optional<ListeningSocket> inherited = ListeningSocket.inherited();
        ListeningSocket socket = inherited.isPresent()
                ? inherited.get()
                : ListeningSocket.bind(arguments.required("--address"), Integer.parseInt(arguments.required("--port")));
        HostHome home = new HostHome(Path.of(arguments.required("--home")));
        try (RouterProcess process = RouterProcess.start(
                home, socket, ProgramEnvironment.runtimeDirectory(System.getenv()), Versions.own())) {
            process.ended().join();
        }
    }
}
