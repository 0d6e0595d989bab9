package io.jenkins.plugins.slipway.host.router.limits;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the clients of a router may take of it.
 *
 * @param window in which a body has to have come on
 * @param leastBytes that have to come of a body in each window, unless the router itself does not read
 * @param head for a head to come
 * @param idle between requests
 * @param reader how long a client may take nothing of what is sent to it
 * @param connections of clients, all together; an encrypted one counts as {@link #ENCRYPTED}
 * @param upstream connections that an event loop keeps to a process of an application
 * @param memoryBytes for heads and bodies that are kept until they can be sent on
 */
public record ClientLimits(
        Duration window,
        long leastBytes,
        Duration head,
        Duration idle,
        Duration reader,
        int connections,
        int upstream,
        long memoryBytes) {
    /** So many plain connections take about the memory of one that is encrypted. */
    public static final int ENCRYPTED = 4;

    private static final int MOST_CONNECTIONS = 20_000;
    private static final int FEWEST_CONNECTIONS = 64;
    /** Open files that are no connections. */
    private static final long OTHER_FILES = 256;

    /** The pace is that of Apache's {@code mod_reqtimeout}: 500 bytes a second after 20 seconds. */
    public static final ClientLimits USUAL = new ClientLimits(
            Duration.ofSeconds(20),
            10_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            mostConnections(),
            512,
            Runtime.getRuntime().maxMemory() / 4);

    /** A client may need a second open file: a connection to an application, or a file that it gets. */
    private static int mostConnections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long pairs = (system.getMaxFileDescriptorCount() - OTHER_FILES) / 2;
            return (int) Math.max(FEWEST_CONNECTIONS, Math.min(MOST_CONNECTIONS, pairs));
        }
        return MOST_CONNECTIONS;
    }
}
