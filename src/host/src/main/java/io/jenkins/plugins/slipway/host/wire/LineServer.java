package io.jenkins.plugins.slipway.host.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Takes connections at a unix socket from the user that it runs as, and from nobody else. */
public final class LineServer implements AutoCloseable {
    private final Path socket;
    /** Tells the socket from one that a later server has put at the same path. */
    private final @Nullable Object key;

    private final ServerSocketChannel server;
    private final Set<LineChannel> connections = ConcurrentHashMap.newKeySet();

    private LineServer(Path socket, @Nullable Object key, ServerSocketChannel server) {
        this.socket = socket;
        this.key = key;
        this.server = server;
    }

    /**
     * Listens. A socket that an earlier server left, or still has, at that path is replaced.
     *
     * @param executor runs the server and each connection, one thread each
     * @param talk has a connection until it returns; it is closed then
     */
    public static LineServer listen(Path socket, Executor executor, Consumer<LineChannel> talk) throws IOException {
        Path fresh = socket.resolveSibling(socket.getFileName() + "+");
        Files.deleteIfExists(fresh);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        @Nullable Object key;
        try {
            server.bind(UnixDomainSocketAddress.of(fresh));
            // It gets its name when nobody else can open it any more.
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            key = key(fresh);
            Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        LineServer result = new LineServer(socket, key, server);
        executor.execute(() -> result.accept(executor, talk));
        return result;
    }

    /** Takes no more connections and ends those that there are. */
    @Override
    public void close() throws IOException {
        server.close();
        for (LineChannel connection : connections) {
            connection.close();
        }
        if (Files.exists(socket) && Objects.equals(key(socket), key)) {
            Files.deleteIfExists(socket);
        }
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void accept(Executor executor, Consumer<LineChannel> talk) {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                if (isOurs(channel)) {
                    LineChannel connection = new LineChannel(channel);
                    connections.add(connection);
                    executor.execute(() -> talk(connection, talk));
                } else {
                    channel.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.err.println("a connection at " + socket + " was not accepted: " + e);
                // There may be too many open files, and no event tells when there are fewer.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void talk(LineChannel connection, Consumer<LineChannel> talk) {
        try (connection) {
            talk.accept(connection);
        } catch (IOException e) {
            System.err.println("a connection at " + socket + " was not closed: " + e);
        } finally {
            connections.remove(connection);
        }
    }

    /** The administrator may do anything anyway. */
    private boolean isOurs(SocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        String peer =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return peer.equals(Files.getOwner(socket).getName()) || peer.equals("root");
    }
}
