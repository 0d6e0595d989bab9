package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.host.name.HostName;

/** Where an environment of this machine answers. */
final class Addresses {
    private Addresses() {}

    /** The main address; every name below localhost is this machine. */
    static String main(String project, String environment, int port) {
        return "http://" + HostName.generated(project, environment) + ":" + port + "/";
    }
}
