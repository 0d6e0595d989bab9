package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import io.jenkins.plugins.slipway.host.wire.LineChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.node.ObjectNode;

/** One connection of a deployer, seen from the daemon. At most one lock is held on it; when it ends, so does the lock. */
final class ControlSession {
    /** How long a holder of a lock may be silent. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final LineChannel channel;
    private final SessionOperations operations;
    private final ExecutorService executor;
    private final Leases leases;
    private final HeldLock lock;
    private final Request.Handlers handlers;
    private final Map<Integer, Cancellation> underWay = new ConcurrentHashMap<>();
    private volatile long lastSign = System.nanoTime();

    ControlSession(LineChannel channel, SessionOperations operations, ExecutorService executor, Leases leases) {
        this.channel = channel;
        this.operations = operations;
        this.executor = executor;
        this.leases = leases;
        this.lock = new HeldLock(operations.environments(), () -> leases.watch(this), () -> leases.forget(this));
        this.handlers =
                new Request.Handlers(new HostOperations(operations), new EnvironmentOperations(operations), lock);
    }

    void run() {
        String reason = "the connection of its deployer ended";
        try {
            channel.send(Protocol.object()
                    .put("slipway-host", Protocol.NUMBER)
                    .put("version", operations.version())
                    .put("pid", ProcessHandle.current().pid()));
            ObjectNode message = channel.read();
            while (message != null) {
                touch();
                take(message);
                message = channel.read();
            }
        } catch (IOException e) {
            reason = "the connection of its deployer broke";
        } finally {
            leases.forget(this);
            close();
            lock.giveBack(reason);
        }
    }

    void touch() {
        lastSign = System.nanoTime();
    }

    /** Whether it has shown no sign of life for longer than a holder of a lock may. */
    boolean isLost(long now) {
        return Duration.ofNanos(now - lastSign).compareTo(LEASE) > 0;
    }

    /** The holder has shown no sign of life for too long. */
    void expire() {
        String reason = "nothing was heard from its deployer for " + LEASE.toMillis() / 1000.0 + " s";
        lock.lose(reason);
        // Closing first: the phase may be blocked because nobody reads what it says.
        close();
        lock.giveBack(reason);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("a control connection was not closed: " + e);
        }
        underWay.values().forEach(Cancellation::cancel);
    }

    private void take(ObjectNode message) {
        switch (message.path("op").asString("")) {
            case Protocol.BEAT -> touch();
            case Protocol.CANCEL -> {
                Cancellation cancellation = underWay.get(message.path("id").asInt(0));
                if (cancellation != null) {
                    cancellation.cancel();
                }
            }
            default -> begin(message);
        }
    }

    private void begin(ObjectNode message) {
        int id = message.path("id").asInt(0);
        ObjectNode reply = Protocol.object().put("id", id);
        try {
            if (!message.path("id").isInt()) {
                throw new BadInputException("a request has no number ‘id’ that its answer could bear");
            }
            Request<?> request = RequestCodec.read(message);
            Cancellation cancellation = new Cancellation();
            if (underWay.putIfAbsent(id, cancellation) != null) {
                throw new BadInputException("the request " + id + " is under way already");
            }
            executor.execute(() -> answer(id, request, cancellation));
        } catch (SlipwayException e) {
            send(reply.set("error", Protocol.failure(e)));
        }
    }

    private void answer(int id, Request<?> request, Cancellation cancellation) {
        ObjectNode reply = Protocol.object().put("id", id);
        try {
            Object done = request.perform(handlers, call(id, cancellation));
            Object value = done instanceof Optional<?> some
                    ? some.<Object>map(each -> each).orElseGet(Protocol::object)
                    : done;
            reply.set("ok", HostJson.MAPPER.valueToTree(value));
        } catch (SlipwayException e) {
            reply.set("error", Protocol.failure(e));
        } catch (IllegalArgumentException e) {
            reply.set(
                    "error",
                    Protocol.failure(new BadInputException("the request is not understood: " + e.getMessage(), e)));
        } catch (InterruptedException e) {
            reply.set("error", Protocol.failure(new RefusedException("the host daemon is stopping")));
        } catch (RuntimeException e) {
            System.err.println(
                    request.getClass().getSimpleName() + " failed: " + e + " " + Arrays.toString(e.getStackTrace()));
            reply.set("error", Protocol.failure(e));
        }
        underWay.remove(id);
        send(reply);
    }

    private Call call(int id, Cancellation cancellation) {
        return new Call(
                (buffer, offset, length) -> channel.send(
                        Event.write(id, new Event.Log(Arrays.copyOfRange(buffer, offset, offset + length)))),
                holder -> send(Event.write(id, new Event.Waiting(holder))),
                cancellation);
    }

    private void send(ObjectNode line) {
        try {
            channel.send(line);
        } catch (IOException e) {
            // The reader of this connection sees the same and gives the lock back.
            close();
        }
    }
}
