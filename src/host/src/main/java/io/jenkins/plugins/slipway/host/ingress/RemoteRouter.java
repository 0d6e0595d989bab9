package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.host.ingress.SiteState.Mode;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The router's process, commanded by the daemon. What it has to know is kept here, and told again to a router that was started anew.
 * When releases switch while one router takes over from another, both are told. Safe for use by several threads.
 */
public final class RemoteRouter implements Router {
    /** How long a router that was replaced may finish answers, event streams and websockets. */
    private static final Duration LAST_ANSWERS = Duration.ofMinutes(10);

    /** How long a change waits for a router that is started again, before it is said that it was not heard. */
    private static final Duration ANOTHER_ROUTER = Duration.ofSeconds(20);

    private final RouterStarter starter;
    private final List<String> daemonCommand;
    private final int port;
    private final String address;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "router-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private final RestartBackoff backoff = new RestartBackoff(timer);
    private final RestartBackoff again = new RestartBackoff(timer);
    private final RouterEvents unasked;
    private final Acknowledgements acknowledgements;
    private final Map<String, SiteState> table = new LinkedHashMap<>();
    private final List<RouterLink> retiring = new ArrayList<>();
    private final InternalEndpoint endpoint;
    private final Duration patience;
    private @Nullable RouterLink current;
    private @Nullable ListeningSocket socket;
    private long version;
    private boolean begun;
    private boolean closing;

    private RemoteRouter(
            RouterStarter starter,
            List<String> daemonCommand,
            String address,
            int port,
            InternalEndpoint endpoint,
            @Nullable ListeningSocket socket,
            Notices notices,
            Duration patience) {
        this.starter = starter;
        this.patience = patience;
        this.unasked = new RouterEvents(endpoint, notices);
        this.acknowledgements = new Acknowledgements(notices);
        this.endpoint = endpoint;
        this.daemonCommand = List.copyOf(daemonCommand);
        this.address = address;
        this.port = port;
        this.socket = socket;
    }

    /**
     * Opens the endpoint and takes over the router that runs, if one does; otherwise starts one on the socket.
     *
     * @param daemonCommand starts this daemon again, without options
     * @param listen gives the socket if there is none yet
     */
    public static RemoteRouter open(
            RouterStarter starter,
            List<String> daemonCommand,
            @Nullable ListeningSocket inherited,
            SocketSource listen,
            InternalEndpoint endpoint,
            Notices notices)
            throws IOException, InterruptedException {
        return open(starter, daemonCommand, inherited, listen, endpoint, notices, ANOTHER_ROUTER);
    }

    /** @param patience how long a change waits for a router that is started again */
    static RemoteRouter open(
            RouterStarter starter,
            List<String> daemonCommand,
            @Nullable ListeningSocket inherited,
            SocketSource listen,
            InternalEndpoint endpoint,
            Notices notices,
            Duration patience)
            throws IOException, InterruptedException {
        RouterLink running = starter.find().orElse(null);
        if (running != null && running.isCompatible()) {
            RemoteRouter result = new RemoteRouter(
                    starter, daemonCommand, running.address(), running.port(), endpoint, inherited, notices, patience);
            result.attach(running, null);
            return result;
        }
        if (running != null) {
            running.retireUnknown(LAST_ANSWERS);
        }
        ListeningSocket socket = inherited == null ? listen.open() : inherited;
        RemoteRouter result = new RemoteRouter(
                starter, daemonCommand, socket.address(), socket.port(), endpoint, socket, notices, patience);
        result.closeUnlessInheritable();
        result.attach(result.start(), null);
        return result;
    }

    /** Where a socket comes from. */
    @FunctionalInterface
    public interface SocketSource {
        /** @throws io.jenkins.plugins.slipway.engine.BadInputException if it cannot be had */
        ListeningSocket open() throws IOException;
    }

    @Override
    public int port() {
        return port;
    }

    /** 0 while it is started again. */
    @Override
    public synchronized long pid() {
        return current == null ? 0 : current.pid();
    }

    @Override
    public void announce(String environment, Set<String> hosts) {
        apply(environment, state -> state.withHosts(hosts));
    }

    @Override
    public void announce(String environment, Set<String> hosts, OwnPort own) {
        apply(environment, state -> state.withHosts(hosts).withOwn(own));
    }

    @Override
    public int ownPort(String environment) {
        RouterLink link;
        synchronized (this) {
            link = current;
        }
        if (link == null) {
            return 0;
        }
        try {
            return new Asked(link, link.ask(IngressJson.op("own").put("environment", environment)))
                    .await(0)
                    .map(answer -> answer.path("port").asInt(0))
                    .orElse(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void serve(String environment, Routes routes) {
        apply(environment, state -> state.withMode(new Mode.Serving(routes)));
    }

    @Override
    public void serve(String environment, Set<String> hosts, OwnPort own, Routes routes) {
        apply(environment, state -> state.withHosts(hosts).withOwn(own).withMode(new Mode.Serving(routes)));
    }

    @Override
    public void hold(String environment, HoldRule rule) {
        apply(environment, state -> state.withMode(new Mode.Holding(rule)));
    }

    @Override
    public void suspend(String environment) {
        apply(environment, state -> state.withMode(new Mode.Suspended()));
    }

    @Override
    public int drain(String environment, Duration limit) throws InterruptedException {
        int left = 0;
        for (Asked one :
                askAll(IngressJson.op("drain").put("environment", environment).put("limitMillis", limit.toMillis()))) {
            // One that has ended has nothing in hand any more.
            left += one.await(limit.toSeconds())
                    .map(answer -> answer.path("left").asInt())
                    .orElse(0);
            if (one.refusal() != null) {
                throw new LifecycleFailedException(
                        "the router does not wait for the requests of ‘" + environment + "’: " + one.refusal());
            }
        }
        return left;
    }

    @Override
    public Traffic traffic(String environment) {
        Traffic sum = Traffic.NONE;
        try {
            for (Asked one : askAll(IngressJson.op("traffic").put("environment", environment))) {
                Traffic more = one.await(0)
                        .map(answer -> IngressJson.MAPPER.treeToValue(answer, Traffic.class))
                        .orElse(Traffic.NONE);
                sum = sum.plus(more);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sum;
    }

    @Override
    public void open(InternalEndpoint other) {
        throw new IllegalStateException("the endpoint is opened with the router");
    }

    /** All environments are known: connections are taken from now on. */
    @Override
    public void begin() {
        synchronized (this) {
            begun = true;
        }
        await(askAll(IngressJson.op("begin")));
    }

    /** Puts a new process in the place of the router that runs, without refusing a connection. */
    public void replace() throws IOException, InterruptedException {
        RouterLink old;
        synchronized (this) {
            old = current;
            if (old == null || socket == null) {
                return;
            }
        }
        attach(start(), old);
        Optional<JsonNode> retired =
                old.await(old.ask(IngressJson.op("retire").put("limitMillis", LAST_ANSWERS.toMillis())), 0);
        if (retired.isEmpty()) {
            // Two must not take connections for long; what it has in hand ends with it.
            old.kill();
        }
    }

    /** Ends the router; connections are refused from then on. */
    @Override
    public void close() {
        List<RouterLink> links;
        synchronized (this) {
            closing = true;
            links = links();
        }
        links.forEach(link -> link.tell(IngressJson.op("end")));
        try {
            for (RouterLink link : links) {
                link.awaitEnd(10);
            }
            ListeningSocket own;
            synchronized (this) {
                own = socket;
            }
            if (own != null) {
                own.close();
            }
        } catch (IOException e) {
            System.err.println("the router's socket was not closed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }

    /** Leaves the router to the next daemon, which it starts by that command as soon as this one has ended. */
    public void leave(List<String> successor) throws InterruptedException {
        RouterLink link;
        synchronized (this) {
            closing = true;
            link = current;
        }
        if (link != null) {
            ObjectNode request = IngressJson.op("leave");
            request.set("command", IngressJson.MAPPER.valueToTree(successor));
            if (link.await(link.ask(request), 0).isEmpty()) {
                System.err.println(
                        "the router was not told of the daemon that follows; it would start one like this again");
            }
        }
    }

    @Override
    public Heard heard(String environment) {
        return acknowledgements.now(environment);
    }

    /** Returns when the router does as it was told, refuses, or gave no answer for too long, being started again for instance. */
    private void apply(String environment, UnaryOperator<SiteState> change) {
        List<Asked> asked = new ArrayList<>();
        synchronized (this) {
            SiteState state = change.apply(table.getOrDefault(environment, SiteState.UNKNOWN));
            table.put(environment, state);
            version++;
            acknowledgements.expect(environment, version);
            for (RouterLink link : links()) {
                asked.add(tell(link, environment, state));
            }
        }
        await(asked);
        if (!closing()) {
            acknowledgements.settle(environment, patience);
        }
    }

    private synchronized boolean closing() {
        return closing;
    }

    /** Under the lock. The answer of the router that counts is noted, whoever waits for it. */
    private Asked tell(RouterLink link, String environment, SiteState state) {
        long number = version;
        CompletableFuture<JsonNode> answer = link.ask(set(environment, state));
        answer.thenAccept(reply -> heard(link, environment, number, reply));
        return new Asked(link, answer);
    }

    private void heard(RouterLink link, String environment, long number, JsonNode reply) {
        String refusal = reply.has("error") ? reply.path("error").asString("") : null;
        if (!counts(link)) {
            if (refusal != null) {
                // It was replaced, and what it has in hand must not be treated otherwise than everything else.
                link.kill();
            }
            return;
        }
        if (acknowledgements.answered(environment, number, refusal) && refusal != null) {
            again.again(() -> tellAgain(environment));
        }
    }

    private synchronized boolean counts(RouterLink link) {
        return link == current;
    }

    private synchronized void tellAgain(String environment) {
        SiteState state = table.get(environment);
        if (current != null && state != null && !closing && acknowledgements.refused(environment)) {
            version++;
            RouterLink link = current;
            // Who asks meanwhile hears of the refusal, not that an answer is waited for.
            long number = version;
            link.ask(set(environment, state)).thenAccept(reply -> {
                if (!reply.has("error")) {
                    acknowledgements.expect(environment, number);
                    heard(link, environment, number, reply);
                } else {
                    again.again(() -> tellAgain(environment));
                }
            });
        }
    }

    /**
     * Tells a router all that it has to know; it is the one that counts from now on.
     *
     * @param replaced hears of every change as long as it lives
     */
    private void attach(RouterLink link, @Nullable RouterLink replaced) {
        List<Asked> asked = new ArrayList<>();
        synchronized (this) {
            link.line().begin("router", line -> unasked.take(link, line, () -> counts(link)));
            link.line().ended().thenRun(() -> ended(link));
            ObjectNode attach = IngressJson.op("attach").put("door", endpoint.prefix());
            attach.set("command", IngressJson.MAPPER.valueToTree(daemonCommand));
            asked.add(new Asked(link, link.ask(attach)));
            current = link;
            table.forEach((environment, state) -> {
                version++;
                acknowledgements.expect(environment, version);
                asked.add(tell(link, environment, state));
            });
            if (begun) {
                asked.add(new Asked(link, link.ask(IngressJson.op("begin"))));
            }
            if (replaced != null) {
                retiring.add(replaced);
            }
        }
        await(asked);
    }

    private ObjectNode set(String environment, SiteState state) {
        ObjectNode request = IngressJson.op("set").put("version", version).put("environment", environment);
        request.set("state", IngressJson.MAPPER.valueToTree(state));
        return request;
    }

    private void ended(RouterLink link) {
        synchronized (this) {
            retiring.remove(link);
            if (link != current || closing) {
                return;
            }
            current = null;
        }
        System.err.println("router process " + link.pid() + " has ended and is started again");
        link.kill();
        backoff.again(this::startAgain);
    }

    private void startAgain() {
        try {
            synchronized (this) {
                if (closing) {
                    return;
                }
                if (socket == null) {
                    socket = ListeningSocket.bind(address, port);
                }
            }
            closeUnlessInheritable();
            attach(start(), null);
        } catch (IOException | RuntimeException e) {
            System.err.println("the router was not started: " + e);
            backoff.again(this::startAgain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RouterLink start() throws IOException, InterruptedException {
        ListeningSocket own;
        synchronized (this) {
            own = socket;
        }
        return starter.start(address, port, own);
    }

    /** Where Java does not let a socket be handed over, the router opens it by itself. */
    private synchronized void closeUnlessInheritable() throws IOException {
        if (socket != null && !socket.canBeGiven()) {
            socket.close();
            socket = null;
        }
    }

    private synchronized List<RouterLink> links() {
        List<RouterLink> result = new ArrayList<>(retiring);
        if (current != null) {
            result.add(current);
        }
        return result;
    }

    private record Asked(RouterLink link, CompletableFuture<JsonNode> answer) {
        Optional<JsonNode> await(long longer) throws InterruptedException {
            return link.await(answer, longer);
        }

        /** The router's reason, if it has answered and refused. */
        @Nullable
        String refusal() {
            JsonNode reply = answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
            return reply == null || !reply.has("error")
                    ? null
                    : reply.path("error").asString("");
        }
    }

    private List<Asked> askAll(ObjectNode question) {
        return links().stream()
                .map(link -> new Asked(link, link.ask(question.deepCopy())))
                .toList();
    }

    private static void await(List<Asked> asked) {
        try {
            for (Asked one : asked) {
                one.await(0);
            }
        } catch (InterruptedException e) {
            // The router hears it all the same: what was sent is done in order.
            Thread.currentThread().interrupt();
        }
    }
}
