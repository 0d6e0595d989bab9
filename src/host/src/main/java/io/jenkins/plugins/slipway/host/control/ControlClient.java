package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.wire.LineClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A connection to the daemon. Shows signs of life for as long as it is open. Safe for use by several threads. */
public final class ControlClient implements AutoCloseable {
    private static final long BEAT_MILLIS = 1_000;

    private final LineClient line;
    private final ScheduledExecutorService beats;

    private ControlClient(LineClient line) {
        this.line = line;
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
        ControlClient result = connectAnyway(socket);
        int protocol = result.line.greeting().path("slipway-host").asInt(0);
        if (protocol == Protocol.NUMBER) {
            return result;
        }
        result.close();
        throw new RefusedException("the host daemon that runs (process " + result.pid() + ", version "
                + result.version() + ") is " + (protocol > Protocol.NUMBER ? "newer" : "older")
                + " than this slipway: it speaks protocol "
                + protocol + ", this slipway speaks " + Protocol.NUMBER
                + (protocol > Protocol.NUMBER
                        ? ". Use the slipway that started it, or a newer one"
                        : ". ‘slipway host upgrade’ replaces it with this version; the applications keep running"));
    }

    /** Connects to a daemon of whatever protocol; {@code status}, {@code stop} and {@code upgrade} mean the same in all of them. */
    public static ControlClient connectAnyway(Path socket) throws IOException {
        LineClient line = LineClient.connect(socket);
        ControlClient result = new ControlClient(line);
        line.begin("slipway-control", unasked -> {});
        result.beats.scheduleAtFixedRate(result::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return result;
    }

    /** Number of the daemon's process. */
    public long pid() {
        return line.greeting().path("pid").asLong();
    }

    /** The daemon's version. */
    public String version() {
        return line.greeting().path("version").asString("unknown");
    }

    /** Completes when the connection is over, whoever ended it. */
    public CompletableFuture<Void> ended() {
        return line.ended();
    }

    /** Asks, hears nothing meanwhile and does not cancel. See {@link #call(Request, Consumer, Cancellation)}. */
    public <A> A call(Request<A> request) throws IOException, InterruptedException {
        return call(request, event -> {}, Cancellation.never());
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param events takes what the daemon tells meanwhile, on another thread
     * @throws IOException if the connection breaks before the answer comes, or that is not understood
     * @throws io.jenkins.plugins.slipway.engine.SlipwayException as the daemon threw it
     */
    public <A> A call(Request<A> request, Consumer<Event> events, Cancellation cancellation)
            throws IOException, InterruptedException {
        ObjectNode message = RequestCodec.write(request);
        CompletableFuture<JsonNode> answer = line.ask(message, said -> Event.read(said, events));
        int id = message.path("id").asInt();
        try (Cancellation.Registration registration = cancellation.onCancel(() -> cancel(id))) {
            JsonNode reply = answer.get();
            if (reply.has("error")) {
                throw Protocol.failure(reply.path("error"));
            }
            return request.answer(reply.path("ok"));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (JacksonException e) {
            throw new IOException("the host daemon's answer is not understood: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() {
        beats.shutdownNow();
        line.close();
    }

    private void beat() {
        send(Protocol.object().put("op", Protocol.BEAT));
    }

    private void cancel(int id) {
        send(Protocol.object().put("op", Protocol.CANCEL).put("id", id));
    }

    private void send(ObjectNode object) {
        try {
            line.tell(object);
        } catch (IOException e) {
            // The reader sees the same and fails every call.
            return;
        }
    }
}
