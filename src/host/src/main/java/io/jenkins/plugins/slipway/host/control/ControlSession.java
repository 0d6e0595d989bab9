package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironment;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import io.jenkins.plugins.slipway.host.object.ObjectRequests;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import io.jenkins.plugins.slipway.host.wire.LineChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One connection of a deployer, seen from the daemon. At most one lock is held on it; when it ends, so does the lock. */
final class ControlSession {
    private final LineChannel channel;
    private final SessionOperations operations;
    private final ExecutorService executor;
    private final Leases leases;
    private final Map<Integer, Cancellation> underWay = new ConcurrentHashMap<>();
    private volatile long lastSign = System.nanoTime();
    private volatile Duration lease = Duration.ofSeconds(10);
    private @Nullable HostedEnvironment environment;
    private @Nullable Ticket ticket;

    ControlSession(LineChannel channel, SessionOperations operations, ExecutorService executor, Leases leases) {
        this.channel = channel;
        this.operations = operations;
        this.executor = executor;
        this.leases = leases;
    }

    void run() {
        String reason = "the connection of its deployer ended";
        try {
            channel.send(Protocol.object()
                    .put("slipway-host", Protocol.NUMBER)
                    .put("version", operations.version())
                    .put("pid", ProcessHandle.current().pid()));
            ObjectNode request = channel.read();
            while (request != null) {
                touch();
                take(request);
                request = channel.read();
            }
        } catch (IOException e) {
            reason = "the connection of its deployer broke";
        } finally {
            leases.forget(this);
            close();
            giveBack(reason);
        }
    }

    void touch() {
        lastSign = System.nanoTime();
    }

    Duration silentFor(long now) {
        return Duration.ofNanos(now - lastSign);
    }

    Duration lease() {
        return lease;
    }

    /** The holder has shown no sign of life for too long. */
    void expire() {
        String reason = "nothing was heard from its deployer for " + lease.toMillis() / 1000.0 + " s";
        Ticket held = ticket();
        if (held != null) {
            held.lose(reason);
        }
        // Closing first: the phase may be blocked because nobody reads what it says.
        close();
        giveBack(reason);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("a control connection was not closed: " + e);
        }
        underWay.values().forEach(Cancellation::cancel);
    }

    private void take(ObjectNode request) {
        String op = request.path("op").asString("");
        int id = request.path("id").asInt(0);
        switch (op) {
            case "beat" -> touch();
            case "cancel" -> {
                Cancellation cancellation = underWay.get(id);
                if (cancellation != null) {
                    cancellation.cancel();
                }
            }
            default -> {
                underWay.put(id, new Cancellation());
                executor.execute(() -> answer(id, op, request));
            }
        }
    }

    private void answer(int id, String op, ObjectNode request) {
        ObjectNode reply = Protocol.object().put("id", id);
        try {
            reply.set("ok", HostJson.MAPPER.valueToTree(perform(id, op, request)));
        } catch (SlipwayException e) {
            reply.set("error", Protocol.failure(e));
        } catch (InterruptedException e) {
            reply.set("error", Protocol.failure(new RefusedException("the host daemon is stopping")));
        } catch (IllegalArgumentException | JacksonException e) {
            reply.set(
                    "error",
                    Protocol.failure(
                            new BadInputException("the request ‘" + op + "’ is not understood: " + e.getMessage(), e)));
        } catch (RuntimeException e) {
            System.err.println(op + " failed: " + e + " " + Arrays.toString(e.getStackTrace()));
            reply.set("error", Protocol.failure(e));
        }
        underWay.remove(id);
        try {
            channel.send(reply);
        } catch (IOException e) {
            // The reader of this connection sees the same and gives the lock back.
            close();
        }
    }

    private Object perform(int id, String op, ObjectNode request) throws InterruptedException {
        Cancellation cancellation = underWay.getOrDefault(id, Cancellation.never());
        int token = request.path("token").asInt(0);
        return switch (op) {
            case "inspect" ->
                operations
                        .environments()
                        .find(text(request, "project"), text(request, "environment"))
                        .<Object>map(found -> inspect(found, request, cancellation))
                        .orElseGet(Protocol::object);
            case "status" -> StatusReport.of(operations);
            case "metrics" ->
                Map.of(
                        "text",
                        PrometheusMetrics.text(
                                StatusReport.of(operations), operations.router().traffic(Router.NOBODY)));
            case "lock" -> lock(id, request, cancellation);
            case "unlock" -> {
                giveBack("it was abandoned");
                yield Map.of();
            }
            case "secrets" -> {
                held().entrust(heldTicket(), Secrets.of(strings(request, "hidden"), strings(request, "open")));
                yield Map.of();
            }
            case "begin" ->
                held().begin(heldTicket(), HostJson.MAPPER.treeToValue(request.path("spec"), ReleaseSpec.class));
            case "phase" -> {
                StepResult result = held().perform(
                                heldTicket(), token, Phase.valueOf(text(request, "phase")), sink(id), cancellation);
                yield result;
            }
            case "idle" -> held().idle(heldTicket(), token);
            case "restore" -> held().restore(heldTicket(), token, text(request, "reason"), sink(id));
            case "commit" -> {
                held().commit(heldTicket(), token);
                yield Map.of();
            }
            case "keep" -> held().keep(heldTicket(), token, text(request, "reason"));
            case "stop" -> {
                operations.stop().accept(request.path("applications").asBoolean(true));
                yield Map.of();
            }
            case "upgrade" -> {
                operations.environments().quiesce(cancellation);
                operations.succeed().accept(strings(request.path("command")));
                yield Map.of();
            }
            case "watch" ->
                Map.of("stay", operations.watch().test(request.path("pid").asLong()));
            case "names" -> operations.environments().names();
            case "release-name" -> operations.environments().releaseName(text(request, "name"));
            case "objects" ->
                new ObjectRequests(operations.objects()).list(text(request, "project"), text(request, "environment"));
            case "call" ->
                new ObjectRequests(operations.objects())
                        .call(
                                text(request, "project"),
                                text(request, "environment"),
                                text(request, "action"),
                                request.path("input"));
            case "give-up" ->
                new ObjectRequests(operations.objects())
                        .giveUp(
                                text(request, "project"),
                                text(request, "environment"),
                                text(request, "key"),
                                text(request, "by"),
                                text(request, "reason"));
            case "backups" ->
                operations
                        .environments()
                        .find(text(request, "project"), text(request, "environment"))
                        .map(HostedEnvironment::backups)
                        .orElse(List.of());
            case "backup" -> held().createBackup(heldTicket(), sink(id), cancellation);
            case "restore-backup" -> {
                Backup before = held().restoreBackup(heldTicket(), text(request, "backup"), sink(id));
                yield before == null ? Protocol.object() : before;
            }
            case "reconcile" -> held().reconcile(heldTicket(), sink(id), cancellation);
            case "preview" ->
                operations
                        .environments()
                        .get(text(request, "project"), text(request, "environment"))
                        .preview(HostJson.MAPPER.treeToValue(request.path("spec"), ReleaseSpec.class), sink(id));
            default -> throw new RefusedException("this host daemon does not know the operation ‘" + op + "’");
        };
    }

    /** Once it is known what became of a deployment that an earlier daemon left, if that is asked for. */
    private static Object inspect(HostedEnvironment environment, ObjectNode request, Cancellation cancellation) {
        if (request.path("settled").asBoolean(false)) {
            CompletableFuture<Void> settled = environment.settled();
            try (Cancellation.Registration registration = cancellation.onCancel(() -> settled.complete(null))) {
                settled.join();
            }
        }
        return environment.inspect();
    }

    private Object lock(int id, ObjectNode request, Cancellation cancellation) throws InterruptedException {
        if (ticket() != null) {
            throw new RefusedException("this connection holds a lock already");
        }
        lease = Duration.ofMillis(request.path("leaseMillis").asLong(lease.toMillis()));
        HostedEnvironment wanted =
                operations.environments().get(text(request, "project"), text(request, "environment"));
        Ticket asked = wanted.lock(
                text(request, "holder"),
                Wait.valueOf(text(request, "policy")),
                holder -> tell(
                        Protocol.object().put("id", id).put("event", "waiting").put("holder", holder)));
        synchronized (this) {
            environment = wanted;
            ticket = asked;
        }
        leases.watch(this);
        try (Cancellation.Registration registration = cancellation.onCancel(() -> giveBack("the wait was abandoned"))) {
            asked.granted().get();
        } catch (ExecutionException e) {
            giveBack("it was refused");
            if (e.getCause() instanceof SlipwayException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
        return wanted.inspect();
    }

    private void giveBack(String reason) {
        HostedEnvironment from;
        Ticket old;
        synchronized (this) {
            from = environment;
            old = ticket;
            environment = null;
            ticket = null;
        }
        leases.forget(this);
        if (from != null && old != null) {
            try {
                from.release(old, reason);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized @Nullable Ticket ticket() {
        return ticket;
    }

    private synchronized HostedEnvironment held() {
        if (environment == null) {
            throw new RefusedException("this connection holds no lock. Take the lock, then deploy again");
        }
        return environment;
    }

    private synchronized Ticket heldTicket() {
        if (ticket == null) {
            throw new RefusedException("this connection holds no lock. Take the lock, then deploy again");
        }
        return ticket;
    }

    private OutputSink sink(int id) {
        return (buffer, offset, length) -> channel.send(Protocol.object()
                .put("id", id)
                .put("event", "log")
                .put("data", Arrays.copyOfRange(buffer, offset, offset + length)));
    }

    private void tell(ObjectNode event) {
        try {
            channel.send(event);
        } catch (IOException e) {
            close();
        }
    }

    private static Map<String, String> strings(ObjectNode request, String field) {
        Map<String, String> values = new HashMap<>();
        request.path(field)
                .properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().asString()));
        return values;
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>();
        array.forEach(element -> result.add(element.asString("")));
        return result;
    }

    private static String text(ObjectNode request, String field) {
        return request.path(field).asString("");
    }
}
