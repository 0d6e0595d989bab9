package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A connection to the daemon. Shows signs of life for as long as it is open. Safe for use by several threads. */
public final class ControlClient implements AutoCloseable {
    private static final long BEAT_MILLIS = 1_000;

    private final LineChannel channel;
    private final ObjectNode greeting;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats;
    private volatile @Nullable IOException broken;

    private record Call(CompletableFuture<JsonNode> result, Consumer<JsonNode> events) {}

    private ControlClient(LineChannel channel, ObjectNode greeting) {
        this.channel = channel;
        this.greeting = greeting;
        this.beats = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "slipway-beat");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects.
     *
     * @throws IOException if nobody listens there
     * @throws RefusedException if the daemon speaks another protocol
     */
    public static ControlClient connect(Path socket) throws IOException {
        SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            connection.connect(UnixDomainSocketAddress.of(socket));
            LineChannel channel = new LineChannel(connection);
            ObjectNode greeting = channel.read();
            if (greeting == null) {
                throw new IOException("the host daemon closed the connection");
            }
            int protocol = greeting.path("slipway-host").asInt(0);
            if (protocol != Protocol.NUMBER) {
                throw new RefusedException("the host daemon that runs (process "
                        + greeting.path("pid").asLong() + ", version "
                        + greeting.path("version").asString("unknown") + ") speaks protocol " + protocol
                        + ", this slipway speaks " + Protocol.NUMBER
                        + ". End it with the slipway that started it (‘slipway host stop’), then try again");
            }
            ControlClient result = new ControlClient(channel, greeting);
            result.begin();
            return result;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Number of the daemon's process. */
    public long pid() {
        return greeting.path("pid").asLong();
    }

    /** A request with that operation, to be filled and {@link #call}ed. */
    public static ObjectNode request(String op) {
        return Protocol.object().put("op", op);
    }

    /**
     * Asks for an operation and waits for its end.
     *
     * @param events takes what the daemon tells meanwhile, on another thread
     * @throws IOException if the connection breaks before the answer comes
     */
    public JsonNode call(ObjectNode request, Consumer<JsonNode> events, Cancellation cancellation)
            throws IOException, InterruptedException {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        calls.put(id, new Call(result, events));
        try {
            IOException gone = broken;
            if (gone != null) {
                throw gone;
            }
            channel.send(request.put("id", id));
            try (Cancellation.Registration registration = cancellation.onCancel(() -> cancel(id))) {
                JsonNode reply = result.get();
                if (reply.has("error")) {
                    throw Protocol.failure(reply.path("error"));
                }
                return reply.path("ok");
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            calls.remove(id);
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        try {
            channel.close();
        } catch (IOException e) {
            // The daemon sees the end of the process at the latest.
            return;
        }
    }

    private void begin() {
        Thread reader = new Thread(this::read, "slipway-control");
        reader.setDaemon(true);
        reader.start();
        beats.scheduleAtFixedRate(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void read() {
        IOException end = new IOException("the host daemon closed the connection");
        try {
            ObjectNode line = channel.read();
            while (line != null) {
                take(line);
                line = channel.read();
            }
        } catch (IOException e) {
            end = e;
        }
        broken = end;
        IOException cause = end;
        calls.values().forEach(call -> call.result().completeExceptionally(cause));
    }

    private void take(ObjectNode line) {
        Call call = calls.get(line.path("id").asInt(0));
        if (call == null) {
            return;
        }
        if (line.has("event")) {
            call.events().accept(line);
        } else {
            call.result().complete(line);
        }
    }

    private void beat() {
        send(Protocol.object().put("op", "beat"));
    }

    private void cancel(int id) {
        send(Protocol.object().put("op", "cancel").put("id", id));
    }

    private void send(ObjectNode line) {
        try {
            channel.send(line);
        } catch (IOException e) {
            // The reader sees the same and fails every call.
            return;
        }
    }
}
