package io.jenkins.plugins.slipway.host.router;

/**
 * A port of the loopback address that means one environment, for clients that can neither resolve its name nor send it.
 *
 * @param host the environment's main host, whose routes the port has
 */
public record OwnPort(int port, String host) {
    public OwnPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port);
        }
    }

    /** Whether a client that names this host means the port and nothing else. A name of others may be a trap for browsers. */
    static boolean isMeantBy(String named) {
        return named.isEmpty() || named.equals("127.0.0.1") || named.equals("localhost");
    }
}
