package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.wire.LineClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The daemon's connection to a router process. */
final class RouterLink {
    /** A router that does not answer for so long does not answer its clients either. */
    private static final long PATIENCE_SECONDS = 30;

    private final LineClient line;
    private final ProcessIdentity process;

    RouterLink(LineClient line) {
        this.line = line;
        long pid = line.greeting().path("pid").asLong();
        this.process = ProcessHandle.of(pid).map(ProcessIdentity::of).orElse(new ProcessIdentity(pid, "gone"));
    }

    LineClient line() {
        return line;
    }

    long pid() {
        return process.pid();
    }

    String address() {
        return line.greeting().path("address").asString("");
    }

    int port() {
        return line.greeting().path("port").asInt();
    }

    boolean isCompatible() {
        return line.greeting().path("slipway-router").asInt() == RouterProcess.PROTOCOL;
    }

    String version() {
        return line.greeting().path("version").asString("");
    }

    CompletableFuture<JsonNode> ask(ObjectNode question) {
        return line.ask(question, event -> {});
    }

    /**
     * Waits for an answer. A router that gives none is ended: it is started again with all that it has to know.
     *
     * @param longer seconds that the answer may take beside the usual time
     * @return empty if the router has ended, or refused
     */
    Optional<JsonNode> await(CompletableFuture<JsonNode> answer, long longer) throws InterruptedException {
        try {
            JsonNode reply = patiently(answer, longer);
            if (reply.has("error")) {
                System.err.println("the router refuses: " + reply.path("error").asString(""));
            }
            return Optional.ofNullable(reply.get("ok"));
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (TimeoutException e) {
            System.err.println("the router does not answer and is terminated");
            kill();
            return Optional.empty();
        }
    }

    /** Looks a second time: if this process stood still, the time is over before the answer was read. */
    private static JsonNode patiently(CompletableFuture<JsonNode> answer, long longer)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(PATIENCE_SECONDS / 2 + longer, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return answer.get(PATIENCE_SECONDS / 2, TimeUnit.SECONDS);
        }
    }

    void kill() {
        process.handle().ifPresent(ProcessHandle::destroyForcibly);
        line.close();
    }

    /** Waits for the end of the process, and forces it if it takes too long. */
    void awaitEnd(long seconds) throws InterruptedException {
        @Nullable ProcessHandle handle = process.handle().orElse(null);
        if (handle != null) {
            try {
                handle.onExit().get(seconds, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                handle.destroyForcibly();
            }
        }
        line.close();
    }

    /** Tells without waiting; a router that is gone does not hear it. */
    void tell(ObjectNode what) {
        try {
            line.tell(what);
        } catch (IOException e) {
            // Its end shows on the connection.
            return;
        }
    }

    /** For one that speaks otherwise and cannot be told anything else. */
    void retireUnknown(Duration limit) throws InterruptedException {
        line().begin("old-router", line -> {});
        await(ask(IngressJson.op("retire").put("limitMillis", limit.toMillis())), 0);
    }
}
