package io.jenkins.plugins.slipway.host.router;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a router needs to know beside its port.
 *
 * @param accessLogs folder below which each environment's log of requests is, at {@code ENVIRONMENT/logs/access.log}; null for none
 * @param certificates file that lists certificates by domain; null for none
 * @param trusted numeric addresses of proxies that are believed about their clients, beside those on this machine
 */
public record RouterOptions(
        @Nullable Path accessLogs, @Nullable Path certificates, Set<String> trusted) {
    public static final RouterOptions PLAIN = new RouterOptions(null, null, Set.of());

    /**
     * Java's options for the process of a router: memory for the most that clients can make it keep, and no negotiation again and
     * again on one encrypted connection.
     */
    public static final List<String> MEMORY =
            List.of("-Xmx256m", "-XX:MaxDirectMemorySize=512m", "-Djdk.tls.rejectClientInitiatedRenegotiation=true");

    public RouterOptions {
        trusted = Set.copyOf(trusted);
    }

    public boolean trusts(String address) {
        return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1") || trusted.contains(address);
    }
}
