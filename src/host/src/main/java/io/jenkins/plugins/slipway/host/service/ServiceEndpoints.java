package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.environment.Endpoint;
import java.util.Optional;

/** What applications are told of a service. */
final class ServiceEndpoints {
    private static final String HOST = "127.0.0.1";

    private ServiceEndpoints() {}

    static Optional<Endpoint> of(String service, ServiceType type, ServiceState state, String name) {
        ServiceState.Account account = state.accounts().get(name);
        if (account == null) {
            return Optional.empty();
        }
        return switch (type.kind()) {
            case POSTGRESQL ->
                Optional.of(new Endpoint(
                        service,
                        name,
                        "pgsql",
                        HOST,
                        state.port(),
                        account.username(),
                        account.password(),
                        account.database(),
                        ""));
            case REDIS ->
                Optional.of(new Endpoint(service, name, "redis", HOST, state.port(), null, account.password(), "", ""));
            case STORAGE, FOREIGN -> Optional.empty();
        };
    }
}
