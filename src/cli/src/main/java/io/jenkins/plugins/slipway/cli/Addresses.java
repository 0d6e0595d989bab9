package io.jenkins.plugins.slipway.cli;

import java.util.Locale;

/** Where an environment of this machine answers. */
final class Addresses {
    private Addresses() {}

    /** The main address; every name below localhost is this machine. */
    static String main(String project, String environment, int port) {
        return "http://" + environment.toLowerCase(Locale.ROOT) + "." + project.toLowerCase(Locale.ROOT) + ".localhost:"
                + port + "/";
    }
}
