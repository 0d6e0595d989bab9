package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Gives applications ports on the loopback address, outside of the range from which the system takes ports for outgoing connections. */
public final class Ports {
    private final EphemeralPorts.Range range = EphemeralPorts.outside(20_000, 31_999);

    /** For what must be the same for as long as it is there: apart from those above, which come and go. */
    private final EphemeralPorts.Range lasting = EphemeralPorts.outside(18_000, 19_999);

    private final Set<Integer> given = new HashSet<>();
    private final Random random = new Random();

    /** A port on which nobody listens and that was given to nobody else. */
    public synchronized int take() {
        return take(range);
    }

    /**
     * A port that is kept for as long as its owner is there.
     *
     * @param known the one that it had before, which it gets again whoever listens there now; 0 if it never had one
     */
    public synchronized int lasting(int known) {
        return known >= 1024 && known <= 65_535 && given.add(known) ? known : take(lasting);
    }

    private int take(EphemeralPorts.Range range) {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = range.first() + random.nextInt(range.last() - range.first() + 1);
            if (!given.contains(port) && free(port)) {
                given.add(port);
                return port;
            }
        }
        throw new LifecycleFailedException("no free port between " + range.first() + " and " + range.last()
                + " on 127.0.0.1 after 200 tries. Stop what listens there (see ‘ss -ltn’), then deploy again");
    }

    /** The port that was given before, if nobody else has taken it meanwhile; else another one. */
    public synchronized int again(int port) {
        if (port > 0 && free(port)) {
            given.add(port);
            return port;
        }
        return take();
    }

    /** Marks a port as given by an earlier daemon. */
    public synchronized void keep(int port) {
        given.add(port);
    }

    public synchronized void giveBack(int port) {
        given.remove(port);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
