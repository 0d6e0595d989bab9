package io.jenkins.plugins.slipway.host.service;

import java.util.ArrayList;
import java.util.List;

/** What of a service is not as it was asked for, in sentences. */
final class ServiceWarnings {
    private ServiceWarnings() {}

    static List<String> about(RequiredServices.One one, ServiceContext context, Server server) {
        List<String> result = new ArrayList<>();
        Software software = context.software();
        if (one.type().major() > 0 && one.type().major() != software.major()) {
            result.add("service " + one.name() + " asks for " + one.type() + "; " + software.name() + " "
                    + software.version() + " runs instead, "
                    + (one.type().kind() == ServiceType.Kind.POSTGRESQL
                                    && java.nio.file.Files.exists(
                                            context.folder().data())
                            ? "which its data was made with"
                            : "as that is what this machine has"));
        }
        for (String key : server.ignored()) {
            result.add("services/" + one.name() + "/configuration/" + key + " is not used by this host");
        }
        return result;
    }
}
