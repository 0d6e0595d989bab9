package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.wire.LineChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Takes the connections of deployers. */
public final class ControlServer implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Operations operations;
    private final ExecutorService executor;
    private final Leases leases;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    private ControlServer(
            Path socket, ServerSocketChannel server, Operations operations, ExecutorService executor, Leases leases) {
        this.socket = socket;
        this.server = server;
        this.operations = operations;
        this.executor = executor;
        this.leases = leases;
    }

    /**
     * Listens at a path in a directory that only its owner may enter.
     *
     * @param executor runs the connections and what they ask for; one thread each
     */
    public static ControlServer listen(Path socket, Operations operations, ExecutorService executor)
            throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        ControlServer result = new ControlServer(socket, server, operations, executor, new Leases(executor));
        executor.execute(result::accept);
        return result;
    }

    @Override
    public void close() throws IOException {
        server.close();
        leases.close();
        for (Session session : sessions) {
            session.close();
        }
        Files.deleteIfExists(socket);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Session session = new Session(new LineChannel(channel), operations, executor, leases);
                sessions.add(session);
                executor.execute(() -> {
                    session.run();
                    sessions.remove(session);
                });
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.err.println("a control connection was not accepted: " + e);
            }
        }
    }
}
