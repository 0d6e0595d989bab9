package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.host.wire.LineChannel;
import java.io.IOException;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One connection to the router process: of the daemon, or of a command that looks for it. */
final class RouterSession {
    private final LineChannel channel;
    private final RouterProcess process;
    private final Executor executor;

    RouterSession(LineChannel channel, RouterProcess process, Executor executor) {
        this.channel = channel;
        this.process = process;
        this.executor = executor;
    }

    void run() {
        try {
            channel.send(process.greeting());
            ObjectNode request = channel.read();
            while (request != null) {
                take(request);
                request = channel.read();
            }
        } catch (IOException e) {
            // It ended in the middle; what matters is that it is gone.
            return;
        } finally {
            process.gone(this);
        }
    }

    /** Never fails: a connection that is gone shows when it is read. */
    void tell(ObjectNode line) {
        try {
            channel.send(line);
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("a connection was not closed: " + e);
        }
    }

    /** In the order in which they come, but for what takes time. */
    private void take(ObjectNode request) {
        String op = request.path("op").asString("");
        if (op.equals("drain")) {
            executor.execute(() -> answer(op, request));
        } else {
            answer(op, request);
        }
    }

    private void answer(String op, ObjectNode request) {
        ObjectNode reply = IngressJson.object().put("id", request.path("id").asInt(0));
        try {
            JsonNode result = process.perform(this, op, request);
            reply.set("ok", result);
        } catch (RefusedException e) {
            reply.put("error", e.getMessage());
        } catch (InterruptedException e) {
            reply.put("error", "the router is ending");
        } catch (IOException | RuntimeException e) {
            System.err.println(op + " failed: " + e);
            reply.put("error", e.toString());
        }
        if (request.has("id")) {
            tell(reply);
        }
    }
}
