package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.supervisor.PortHolder;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A port that takes connections, which several processes can hold at a time: who starts a process can give it along as its standard
 * input, as inetd does. Connections wait in it while one of its holders lives, so that the end of the process that takes them
 * refuses nobody.
 *
 * <p>Java takes such a socket in public ({@link System#inheritedChannel()}), but gives it along only by a method of its own
 * internals. Where that is closed, the next process has to listen anew.
 */
public final class ListeningSocket implements AutoCloseable {
    /** Opens what is needed to hand a socket over; an option of the java command. */
    public static final String OPTION = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

    private static final int BACKLOG = 4096;
    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_ERROR = 2;

    private final ServerSocketChannel channel;
    private final InetSocketAddress local;

    private ListeningSocket(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Listens.
     *
     * @param port 0 for any that is free
     * @throws BadInputException if the port cannot be had; nothing is left open
     */
    public static ListeningSocket bind(String address, int port) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(address, port), BACKLOG);
                return new ListeningSocket(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | UnresolvedAddressException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new BadInputException(
                    taken
                            ? "the router cannot listen on port " + port + " of " + address
                                    + ": another program has it" + PortHolder.inWords(port)
                                    + ". Stop that program or choose another port with ‘slipway host start --port PORT’"
                            : "the router cannot listen on port " + port + " of address " + address + " (" + e
                                    + "). Choose one of this machine’s with ‘slipway host start --listen ADDRESS’",
                    e);
        }
    }

    /** The socket that whoever started this process gave along; asked for at most once. */
    public static Optional<ListeningSocket> inherited() throws IOException {
        int errors = Descriptors.copy(STANDARD_ERROR);
        Channel channel = System.inheritedChannel();
        if (channel == null) {
            return Optional.empty();
        }
        // Java has led standard error away from the log.
        Descriptors.copy(errors, STANDARD_ERROR);
        return channel instanceof ServerSocketChannel server
                ? Optional.of(new ListeningSocket(server))
                : Optional.empty();
    }

    public int port() {
        return local.getPort();
    }

    public String address() {
        return local.getAddress().getHostAddress();
    }

    /** Whether Java lets it be given along. */
    public boolean canBeGiven() {
        return Descriptors.number(channel) >= 0 && Descriptors.COPY_TO != null;
    }

    /** Gives the socket along with a process that is to be started. Returns whether that is possible here. */
    public boolean giveTo(ProcessBuilder builder) {
        if (Descriptors.copy(Descriptors.number(channel), STANDARD_INPUT)) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
            return true;
        }
        builder.redirectInput(new File("/dev/null"));
        return false;
    }

    /** The number of another descriptor of this socket, for its taker to close; -1 if there is none to be had here. */
    public int descriptor() {
        return Descriptors.copy(Descriptors.number(channel));
    }

    public ServerSocketChannel channel() {
        return channel;
    }

    /** This process takes no more connections; others that hold the socket do. */
    @Override
    public void close() throws IOException {
        int errors = Descriptors.copy(STANDARD_ERROR);
        channel.close();
        Descriptors.copy(errors, STANDARD_ERROR);
    }

    /** The numbers by which the system knows what is open. */
    private static final class Descriptors {
        private static final @Nullable Method COPY = method("sun.nio.ch.InheritedChannel", "dup", int.class);
        private static final @Nullable Method COPY_TO =
                method("sun.nio.ch.InheritedChannel", "dup2", int.class, int.class);
        private static final @Nullable Method NUMBER = method("sun.nio.ch.SelChImpl", "getFDVal");

        private Descriptors() {}

        private static @Nullable Method method(String type, String name, Class<?>... parameters) {
            try {
                Method method = Class.forName(type).getDeclaredMethod(name, parameters);
                method.setAccessible(true);
                return method;
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        /** -1 if it cannot be had. */
        static int copy(int number) {
            return number >= 0 && COPY != null && call(COPY, null, number) instanceof Integer result ? result : -1;
        }

        static boolean copy(int from, int to) {
            return from >= 0
                    && COPY_TO != null
                    && !(call(COPY_TO, null, from, to) instanceof ReflectiveOperationException);
        }

        /** -1 if it cannot be had. */
        static int number(Channel channel) {
            return NUMBER != null && call(NUMBER, channel) instanceof Integer result ? result : -1;
        }

        private static @Nullable Object call(Method method, @Nullable Object on, Object... arguments) {
            try {
                return method.invoke(on, arguments);
            } catch (ReflectiveOperationException e) {
                return e;
            }
        }
    }
}
