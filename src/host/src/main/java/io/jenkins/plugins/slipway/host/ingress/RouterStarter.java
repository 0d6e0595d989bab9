package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.home.PrivateSocket;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.supervisor.OwnProgram;
import io.jenkins.plugins.slipway.host.wire.LineClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Finds the router of a home, or starts one that outlives the daemon. */
public final class RouterStarter {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MILLIS = 10;

    private final HostHome home;
    private final List<String> command;

    /**
     * @param command program and arguments that run the router, without options
     */
    public RouterStarter(HostHome home, List<String> command) {
        this.home = home;
        this.command = List.copyOf(command);
    }

    /** The router that runs. */
    Optional<RouterLink> find() {
        return connect(home).map(RouterLink::new);
    }

    /**
     * Starts one.
     *
     * @param socket where it takes its connections; null for it to listen by itself
     * @throws IOException if it ends at once or does not answer; nothing runs then
     */
    RouterLink start(String address, int port, @Nullable ListeningSocket socket)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--home", home.root().toString()));
        argv.addAll(List.of("--address", address, "--port", Integer.toString(port)));
        ProcessBuilder builder = OwnProgram.builder(argv, home.directory(), home.routerLog());
        if (socket != null) {
            socket.giveTo(builder);
        }
        Process process = builder.start();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            Optional<LineClient> found = connect(home);
            if (found.isPresent()) {
                if (found.get().greeting().path("pid").asLong() == process.pid()) {
                    return new RouterLink(found.get());
                }
                found.get().close();
            }
            // The router tells of its readiness by listening, and there is no event for that.
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("the router ended at once with code " + process.exitValue() + ". Its log is "
                        + home.routerLog());
            }
        }
        process.destroyForcibly();
        throw new IOException("the router did not answer. Its log is " + home.routerLog());
    }

    /** Whether a router runs. If so it starts the daemon, if that does not run. */
    public static boolean miss(HostHome home, List<String> daemon) {
        return tell(home, IngressJson.op("missed").set("command", IngressJson.MAPPER.valueToTree(daemon)));
    }

    /** Ends the router that runs, if one does. For when no daemon can. */
    public static boolean end(HostHome home) {
        return tell(home, IngressJson.op("end"));
    }

    private static boolean tell(HostHome home, ObjectNode what) {
        Optional<LineClient> found = connect(home);
        if (found.isEmpty()) {
            return false;
        }
        try (LineClient line = found.get()) {
            line.tell(what);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<LineClient> connect(HostHome home) {
        try {
            Optional<Path> socket = PrivateSocket.ROUTER.find(home);
            return socket.isEmpty() ? Optional.empty() : Optional.of(LineClient.connect(socket.get()));
        } catch (IOException e) {
            // A socket that nobody listens on was left by a router that was killed.
            return Optional.empty();
        }
    }
}
