package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.wire.LineChannel;
import io.jenkins.plugins.slipway.host.wire.LineServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Takes the connections of deployers. */
public final class ControlServer implements AutoCloseable {
    private final SessionOperations operations;
    private final ExecutorService executor;
    private final Leases leases;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();
    private @Nullable LineServer server;

    private ControlServer(SessionOperations operations, ExecutorService executor) {
        this.operations = operations;
        this.executor = executor;
        this.leases = new Leases(executor);
    }

    /**
     * Listens.
     *
     * @param executor runs the connections and what they ask for; one thread each
     */
    public static ControlServer listen(Path socket, SessionOperations operations, ExecutorService executor)
            throws IOException {
        ControlServer result = new ControlServer(operations, executor);
        result.server = LineServer.listen(socket, executor, result::talk);
        return result;
    }

    @Override
    public void close() throws IOException {
        leases.close();
        for (ControlSession session : sessions) {
            session.close();
        }
        LineServer open = server;
        if (open != null) {
            open.close();
        }
    }

    private void talk(LineChannel channel) {
        ControlSession session = new ControlSession(channel, operations, executor, leases);
        sessions.add(session);
        session.run();
        sessions.remove(session);
    }
}
