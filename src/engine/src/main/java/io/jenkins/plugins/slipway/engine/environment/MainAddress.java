package io.jenkins.plugins.slipway.engine.environment;

import java.util.Locale;

/** The address at which an environment of this machine always answers, whatever its routes and domains say. */
public final class MainAddress {
    private MainAddress() {}

    /** The host name. Every name below {@code localhost} is this machine (RFC 6761, 6.3). */
    public static String host(String project, String environment) {
        return (environment + "." + project + ".localhost").toLowerCase(Locale.ROOT);
    }

    /** @param port of the router */
    public static String url(String project, String environment, int port) {
        return "http://" + host(project, environment) + ":" + port + "/";
    }
}
