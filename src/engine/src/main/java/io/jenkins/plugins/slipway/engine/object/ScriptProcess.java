package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.object.OperationFailedException.Kind;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A process that has loaded a script and answers requests, one after another. Used by one thread at a time. */
final class ScriptProcess implements AutoCloseable {
    static final int VERSION = 1;

    /** What the programs around the script print, such as a sandbox that cannot be made. */
    private static final long OUTPUT_LIMIT = 1L << 20;

    /** Shells say by codes from here on that a signal ended a process. */
    private static final int FIRST_SIGNAL = 128;

    /** A pipe takes this much at once, also when nobody reads. */
    private static final int SMALL = 32 << 10;

    private static final JsonMapper JSON = JsonMapper.shared();

    private record Line(@Nullable String text, @Nullable String trouble) {}

    private final ScriptSource source;
    private final Channel channel;
    private final Cancellation end = new Cancellation();
    private final BlockingQueue<Line> answers = new LinkedBlockingQueue<>();
    private final Semaphore asked = new Semaphore(0);
    private volatile boolean ended;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private final LogSwitch log = new LogSwitch();
    private final LogPipe printed;
    private int requests;
    private boolean sound = true;

    private ScriptProcess(ScriptSource source, Channel channel) throws IOException {
        this.source = source;
        this.channel = channel;
        this.printed = new LogPipe(channel.log(), source.directory(), log);
    }

    /**
     * Starts the process. It is ended, with all its children, by {@link #close()}, or after the lifetime.
     *
     * @param memory in megabytes
     */
    static ScriptProcess start(ProcessRunner runner, ScriptSource source, int memory, Duration lifetime)
            throws IOException, InterruptedException {
        Channel channel = Channel.open();
        ScriptProcess process = new ScriptProcess(source, channel);
        Command command = new Command(
                channel.connect(ScriptCommand.of(source.directory(), source.script(), memory), memory),
                source.directory(),
                source.variables(),
                lifetime,
                OUTPUT_LIMIT,
                new Sandbox(
                        Map.of(channel.folder(), channel.folder()),
                        Map.of(source.directory(), source.directory()),
                        Set.of(),
                        true));
        daemon("objects-run", () -> process.run(runner, command));
        daemon("objects-read", process::read);
        daemon("objects-log", process.printed::run);
        return process;
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(ProcessRunner runner, Command command) {
        try {
            completion.complete(runner.run(command, log, end));
        } catch (IOException | RuntimeException e) {
            completion.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            completion.completeExceptionally(e);
        }
        printed.close();
        // Lets the reader empty the pipe, else there may be no room to say that this is the end.
        ended = true;
        asked.release();
        try {
            channel.ended();
        } catch (IOException e) {
            answers.add(new Line(null, null));
        }
    }

    /** One line for each request, so that a process which talks unasked fills its pipe and not this memory. */
    private void read() {
        try (channel) {
            String line;
            do {
                if (!ended) {
                    asked.acquireUninterruptibly();
                }
                line = channel.receive();
                if (line == null || !ended || answers.isEmpty()) {
                    answers.add(new Line(line, null));
                }
            } while (line != null);
        } catch (IOException e) {
            answers.add(new Line(null, e.getMessage()));
        }
    }

    /** How many requests it was given so far. */
    int requests() {
        return requests;
    }

    /** Whether it may be given another request. */
    boolean sound() {
        return sound && !completion.isDone();
    }

    /** Asks for the deploy list. */
    JsonNode list(Duration limit, OutputSink sink) throws OperationFailedException, InterruptedException {
        return ask(request("list"), limit, sink, "evaluating ‘" + source.script() + "’");
    }

    /** Runs an operation and gives the value of its result. */
    JsonNode call(OperationCall call, OutputSink sink) throws OperationFailedException, InterruptedException {
        ObjectNode request = request("call");
        request.put("object", call.object());
        request.put("operation", call.operation());
        request.set("input", call.input());
        request.put("environment", source.environment());
        request.put("key", call.key());
        request.put("timeout", call.limit().toMillis() / 1000.0);
        // The script hears that its time is up a little before it is ended, to clean up and to say where it was.
        Duration limit = call.limit().plusMillis(500);
        return ask(request, limit, sink, call.operation() + " of ‘" + call.object() + "’")
                .path("value");
    }

    private ObjectNode request(String type) {
        requests++;
        return JSON.createObjectNode()
                .put("v", VERSION)
                .put("id", Integer.toString(requests))
                .put("type", type);
    }

    private JsonNode ask(ObjectNode request, Duration limit, OutputSink sink, String what)
            throws OperationFailedException, InterruptedException {
        log.to(sink);
        boolean answered = false;
        try {
            asked.release();
            send((request + "\n").getBytes(StandardCharsets.UTF_8));
            Line line = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            printed.drain();
            if (line == null) {
                throw new OperationFailedException(
                        Kind.TIMED_OUT, what + " took longer than " + seconds(limit) + " and was ended", null);
            }
            JsonNode answer = parse(line, request, what);
            answered = true;
            return answer;
        } catch (OperationFailedException e) {
            answered = e.kind() == Kind.THREW;
            throw e;
        } catch (IOException e) {
            throw died(what);
        } finally {
            sound &= answered;
            if (!answered) {
                close();
            }
        }
    }

    /** A script that hangs does not read either: what does not fit into the pipe is sent by a thread of its own. */
    private void send(byte[] line) throws IOException {
        if (line.length > Channel.LONGEST) {
            throw new IOException("a request is longer than " + (Channel.LONGEST >> 20) + " MiB");
        }
        if (line.length <= SMALL) {
            channel.send(line);
            return;
        }
        Thread sender = new Thread(
                () -> {
                    try {
                        channel.send(line);
                    } catch (IOException e) {
                        // The process has ended, which whoever waits for the answer is told.
                        return;
                    }
                },
                "objects-send");
        sender.setDaemon(true);
        sender.start();
        completion.whenComplete((ended, failure) -> discard(sender));
    }

    private void discard(Thread sender) {
        try {
            channel.discard(sender);
        } catch (IOException e) {
            // Closed already: nobody waits.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode parse(Line line, ObjectNode request, String what)
            throws OperationFailedException, InterruptedException {
        if (line.trouble() != null) {
            throw new OperationFailedException(Kind.NOT_UNDERSTOOD, what + ": " + line.trouble(), null);
        }
        if (line.text() == null) {
            throw died(what);
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(line.text());
        } catch (JacksonException e) {
            throw new OperationFailedException(
                    Kind.NOT_UNDERSTOOD, what + " was answered by something that is not JSON", null);
        }
        if (answer.path("v").asInt(0) != VERSION || !answer.path("id").equals(request.get("id"))) {
            throw new OperationFailedException(
                    Kind.NOT_UNDERSTOOD, what + " was answered by a message that does not belong to it", null);
        }
        if (answer.path("type").asString("").equals("error")) {
            throw threw(
                    answer.path("error"),
                    what,
                    answer.path("during").asString("").equals("evaluation"));
        }
        return answer;
    }

    private OperationFailedException threw(JsonNode error, String what, boolean evaluation) {
        SourcePlace place = SourcePlace.read(error.path("place"));
        String message = error.path("message").asString("without a message");
        String name = error.path("name").asString("Error");
        String sentence = (place == null ? "" : place + ": ")
                + (evaluation ? "evaluating ‘" + source.script() + "’" : what) + " failed: "
                + (name.equals("Error") ? "" : name + ": ") + message;
        sound &= !evaluation;
        log.line(error.path("stack").asString("").replace(source.directory() + "/", ""));
        return new OperationFailedException(Kind.THREW, sentence, place);
    }

    private OperationFailedException died(String what) throws InterruptedException {
        end.cancel();
        Kind kind = Kind.DIED;
        String how;
        try {
            Completion ended = completion.get(30, TimeUnit.SECONDS);
            how = "the process ended without an answer";
            if (ended instanceof Completion.Exited exited) {
                how += " (" + ended.describe() + ")";
                kind = exited.code() < FIRST_SIGNAL ? Kind.ENDED : Kind.DIED;
            }
            how += kind == Kind.ENDED
                    ? "; what it printed last may say why"
                    : "; it may have exceeded its memory limit";
        } catch (ExecutionException e) {
            how = "the process cannot be started: " + e.getMessage();
        } catch (TimeoutException e) {
            how = "the process does not end";
        }
        return new OperationFailedException(kind, what + ": " + how, null);
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() + " s";
    }

    /** Ends the process and waits for its end. */
    @Override
    public void close() {
        end.cancel();
        completion.exceptionally(thrown -> new Completion.Cancelled()).join();
    }
}
