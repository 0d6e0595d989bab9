package io.jenkins.plugins.slipway.host.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
            ObjectNode greeting = channel.read();
            if (greeting == null) {
                throw new IOException("the other side closed the connection");
            }
            return new LineClient(channel, greeting);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
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
