package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.http.Headers;
import io.jenkins.plugins.slipway.host.router.http.ParsedRequest;
import io.jenkins.plugins.slipway.host.router.limits.Budget;
import io.jenkins.plugins.slipway.host.router.limits.ClientLimits;
import io.jenkins.plugins.slipway.host.router.tls.Certificates;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Which environment a request is for. Safe for use by several threads. */
final class VirtualHosts implements AutoCloseable {
    private static final int DISK_THREADS = 4;

    private final RouterOptions options;
    private final ClientLimits limits;
    private final Budget budget;
    private final ErrorLog errors = new ErrorLog();
    private final AccessLog log;
    private final Certificates certificates;
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> hosts = new HashMap<>();
    private final Site nobody = new Site(Router.NOBODY);
    private final ExecutorService disk;
    private volatile Map<String, Site> byHost = Map.of();
    private volatile @Nullable EndpointExchange endpointExchange;
    private volatile boolean retiring;

    VirtualHosts(RouterOptions options, ClientLimits limits) {
        this.options = options;
        this.limits = limits;
        this.budget = new Budget(limits.memoryBytes());
        this.log = new AccessLog(options.accessLogs());
        this.certificates = new Certificates(options.certificates());
        this.disk = Executors.newFixedThreadPool(DISK_THREADS, task -> {
            Thread thread = new Thread(task, "router-files");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A port of an environment's own.
     *
     * @param host the main one of the environment
     */
    record Entrance(String environment, String host) {}

    /** Where a request is meant that came in at an environment's own port. It leads to no other environment. */
    ParsedRequest.Target through(Entrance entrance, ParsedRequest.Target target) {
        if (isOf(entrance, target.host())) {
            return target;
        }
        String meant = OwnPort.meant(target.host(), entrance.host());
        return target.at(isOf(entrance, meant) ? meant : "");
    }

    private boolean isOf(Entrance entrance, String host) {
        Site site = byHost.get(host);
        return site != null && site == sites.get(entrance.environment());
    }

    synchronized void announce(String environment, Set<String> names) {
        hosts.put(environment, Set.copyOf(names));
        Map<String, Site> result = new HashMap<>();
        hosts.forEach((key, hostNames) -> hostNames.forEach(host -> result.putIfAbsent(host, site(key))));
        byHost = Map.copyOf(result);
    }

    Site site(String environment) {
        return environment.equals(Router.NOBODY) ? nobody : sites.computeIfAbsent(environment, Site::new);
    }

    @Nullable
    Site known(String environment) {
        return environment.equals(Router.NOBODY) ? nobody : sites.get(environment);
    }

    /** Whether requests to a host come to an environment here. */
    boolean knows(String host) {
        return byHost.containsKey(host);
    }

    void open(InternalEndpoint endpoint) {
        endpointExchange = new EndpointExchange(endpoint);
    }

    void retire() {
        retiring = true;
    }

    boolean retiring() {
        return retiring;
    }

    AccessLog log() {
        return log;
    }

    ClientLimits limits() {
        return limits;
    }

    Budget budget() {
        return budget;
    }

    ErrorLog errors() {
        return errors;
    }

    Certificates certificates() {
        return certificates;
    }

    ExecutorService disk() {
        return disk;
    }

    boolean trusts(String address) {
        return options.trusts(address);
    }

    /** A request that belongs to no environment was answered. */
    void stranger(int status) {
        nobody.stranger(status);
    }

    /** A request has come whose head is in order and in its normal form. */
    void receive(ClientConnection client, HttpRequest head, ParsedRequest.Target target) {
        EndpointExchange special = endpointExchange;
        if (special != null && special.leadsTo(head.uri())) {
            special.enter(client, head);
            return;
        }
        Site site = byHost.get(target.host());
        if (site == null) {
            stranger(404);
            // A client that waits for a word before it sends its body may send another request instead.
            boolean keep = head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                    && !Headers.connection(head.headers(), "close")
                    && !head.headers().contains(HttpHeaderNames.EXPECT);
            OwnResponses.unknownHost()
                    .send(
                            client,
                            head.method().name().equals("HEAD"),
                            keep && !target.host().isEmpty());
            client.over();
            return;
        }
        Exchange exchange = new Exchange(client, site, head, target);
        client.turn(exchange);
        site.arrive(exchange);
    }

    @Override
    public void close() {
        disk.shutdownNow();
        certificates.close();
        log.close();
    }
}
