package io.jenkins.plugins.slipway.host.router;

import java.util.List;

/**
 * A port of the loopback address that means one environment, for clients that can neither resolve its name nor send it.
 *
 * @param host the environment's main host, whose routes the port has
 */
public record OwnPort(int port, String host) {
    private static final List<String> MACHINE = List.of("127.0.0.1", "localhost");

    public OwnPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port);
        }
    }

    /**
     * The host that a client means who came in at the port: this machine is the environment's main host there, and a name below this
     * machine one below that. Every other name is as it is: it may be a trap for browsers.
     *
     * @param named without its port, in lower case; empty if the client names none
     */
    public static String meant(String named, String main) {
        if (named.isEmpty()) {
            return main;
        }
        for (String machine : MACHINE) {
            if (named.equals(machine)) {
                return main;
            }
            if (named.endsWith("." + machine)) {
                return named.substring(0, named.length() - machine.length()) + main;
            }
        }
        return named;
    }
}
