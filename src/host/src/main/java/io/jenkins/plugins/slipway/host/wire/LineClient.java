package io.jenkins.plugins.slipway.host.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection on which one side asks and the other answers: {@code id} ties an answer to its question. Safe for use by several
 * threads.
 */
public final class LineClient implements AutoCloseable {
    /** As for the answers of a router. */
    private static final long PATIENCE_SECONDS = 30;

    private final LineChannel channel;
    private final ObjectNode greeting;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable IOException broken;

    private record Call(CompletableFuture<JsonNode> answer, Consumer<JsonNode> events) {}

    private LineClient(LineChannel channel, ObjectNode greeting) {
        this.channel = channel;
        this.greeting = greeting;
    }

    /**
     * Connects, and reads what the other side says first. Nothing more is read before {@link #begin}.
     *
     * @throws IOException if nobody listens there
     */
    public static LineClient connect(Path socket) throws IOException {
        SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            connection.connect(UnixDomainSocketAddress.of(socket));
            LineChannel channel = new LineChannel(connection);
            return new LineClient(channel, greeting(connection, channel));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A process that stands still takes connections, too, as the kernel does that, and would be waited for for ever. */
    private static ObjectNode greeting(SocketChannel connection, LineChannel channel) throws IOException {
        CompletableFuture<Void> said = new CompletableFuture<>();
        CompletableFuture<Void> limit = said.copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> {
                    try {
                        connection.close();
                    } catch (IOException e) {
                        System.err.println("an unused connection cannot be closed: " + e);
                    }
                    return null;
                });
        try {
            ObjectNode greeting = channel.read();
            if (greeting == null) {
                throw new IOException("the other side closed the connection");
            }
            return greeting;
        } catch (AsynchronousCloseException e) {
            throw new IOException("the other side does not answer; its process may be suspended", e);
        } finally {
            said.complete(null);
            limit.join();
        }
    }

    /** What the other side said of itself. */
    public ObjectNode greeting() {
        return greeting;
    }

    /**
     * Begins to read.
     *
     * @param name of the thread that reads
     * @param unasked takes what belongs to no question, on that thread
     */
    public void begin(String name, Consumer<ObjectNode> unasked) {
        Thread reader = new Thread(() -> read(unasked), name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Asks, and does not wait.
     *
     * @param events takes what the other side tells before it answers, on the reading thread
     * @return the whole answer; fails with an IOException if the connection breaks before it comes
     */
    public CompletableFuture<JsonNode> ask(ObjectNode question, Consumer<JsonNode> events) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, new Call(answer, events));
        try {
            question.put("id", id);
            channel.send(question);
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        IOException gone = broken;
        if (gone != null) {
            answer.completeExceptionally(gone);
        }
        answer.whenComplete((done, failure) -> calls.remove(id));
        return answer;
    }

    /** Sends something that is not answered. */
    public void tell(ObjectNode line) throws IOException {
        channel.send(line);
    }

    /** Completes when the connection has ended, whoever ended it. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The other side sees the end of the process at the latest.
            return;
        }
    }

    private void read(Consumer<ObjectNode> unasked) {
        IOException end = new IOException("the other side closed the connection");
        try {
            ObjectNode line = channel.read();
            while (line != null) {
                take(line, unasked);
                line = channel.read();
            }
        } catch (IOException e) {
            end = e;
        }
        broken = end;
        IOException cause = end;
        calls.values().forEach(call -> call.answer().completeExceptionally(cause));
        close();
        ended.complete(null);
    }

    private void take(ObjectNode line, Consumer<ObjectNode> unasked) {
        if (!line.has("id")) {
            unasked.accept(line);
            return;
        }
        Call call = calls.get(line.path("id").asInt(0));
        if (call == null) {
            return;
        }
        if (line.has("event")) {
            call.events().accept(line);
        } else {
            call.answer().complete(line);
        }
    }
}
