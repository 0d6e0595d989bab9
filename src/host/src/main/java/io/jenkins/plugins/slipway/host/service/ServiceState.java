package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * What the daemon knows of one service, as it is on disk.
 *
 * @param type as declared when it was last started
 * @param port on the loopback address
 * @param password of the daemon's own account
 * @param accounts of applications, by endpoint
 * @param configuration its configuration when it was last started
 * @param filled whether its data is whole: made, and cloned where there was something to clone
 * @param process the server, or null if it was stopped
 */
record ServiceState(
        String type,
        int port,
        String password,
        Map<String, Account> accounts,
        JsonNode configuration,
        boolean filled,
        @Nullable ProcessIdentity process) {
    ServiceState {
        accounts = Map.copyOf(accounts);
    }

    /** @param database where connections go that name none; empty for none */
    record Account(String username, String password, String database) {
        @Override
        public String toString() {
            return username + "@" + database;
        }
    }

    static ServiceState fresh(ServiceType type) {
        return new ServiceState(
                type.toString(), 0, Passwords.password(), Map.of(), NullNode.getInstance(), false, null);
    }

    ServiceState at(int otherPort) {
        return new ServiceState(type, otherPort, password, accounts, configuration, filled, process);
    }

    ServiceState with(@Nullable ProcessIdentity other) {
        return new ServiceState(type, port, password, accounts, configuration, filled, other);
    }

    ServiceState whole() {
        return new ServiceState(type, port, password, accounts, configuration, true, process);
    }

    ServiceState as(ServiceType other, JsonNode declared) {
        return new ServiceState(other.toString(), port, password, accounts, declared, filled, process);
    }

    ServiceState with(String endpoint, Account account) {
        Map<String, Account> more = new LinkedHashMap<>(accounts);
        more.put(endpoint, account);
        return new ServiceState(type, port, password, more, configuration, filled, process);
    }

    static Optional<ServiceState> read(ServiceFolder folder) throws IOException {
        return Files.exists(folder.state())
                ? Optional.of(HostJson.MAPPER.readValue(Files.readAllBytes(folder.state()), ServiceState.class))
                : Optional.empty();
    }

    void write(ServiceFolder folder) throws IOException {
        folder.make();
        AtomicFile.write(folder.state(), HostJson.MAPPER.writeValueAsBytes(this));
    }

    /** Never the passwords. */
    @Override
    public String toString() {
        return type + " on port " + port;
    }
}
