package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.home.PrivateSocket;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import io.jenkins.plugins.slipway.host.wire.LineChannel;
import io.jenkins.plugins.slipway.host.wire.LineServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Speaks as a router does, at a router's socket, and refuses what the test says. */
public final class StubbornRouter implements AutoCloseable {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<ObjectNode> heard = new CopyOnWriteArrayList<>();
    private final List<LineChannel> channels = new CopyOnWriteArrayList<>();
    private final LineServer server;
    /** What a daemon takes for the router's process. */
    private final Process process = new ProcessBuilder("sleep", "600").start();

    private volatile Predicate<ObjectNode> refused = request -> false;
    private volatile Predicate<ObjectNode> last = request -> false;

    public StubbornRouter(HostHome home) throws IOException {
        server = LineServer.listen(PrivateSocket.ROUTER.place(home, "/tmp"), executor, this::talk);
    }

    /** From now on. */
    public void refuse(Predicate<ObjectNode> which) {
        refused = which;
    }

    /** Ends instead of an answer to that, and is not there again. */
    void endAt(Predicate<ObjectNode> which) {
        last = which;
    }

    /** Whether a request sets an environment's mode to that. */
    public static Predicate<ObjectNode> setting(String mode) {
        return request ->
                request.path("state").path("mode").path("case").asString("").equals(mode);
    }

    /** All that it was told. */
    public List<ObjectNode> heard() {
        return heard;
    }

    /** Says something unasked. */
    void say(ObjectNode line) throws IOException {
        for (LineChannel channel : channels) {
            channel.send(line);
        }
    }

    private void talk(LineChannel channel) {
        try {
            channels.add(channel);
            channel.send(IngressJson.object()
                    .put("slipway-router", RouterProcess.PROTOCOL)
                    .put("version", "test")
                    .put("pid", process.pid())
                    .put("address", "127.0.0.1")
                    .put("port", 12_345));
            ObjectNode request = channel.read();
            while (request != null) {
                heard.add(request);
                if (last.test(request)) {
                    close();
                    channel.close();
                    return;
                }
                ObjectNode reply =
                        IngressJson.object().put("id", request.path("id").asInt());
                if (request.path("op").asString("").equals("end")) {
                    process.destroyForcibly();
                }
                if (refused.test(request)) {
                    reply.put("error", "it is stubborn");
                } else if (request.path("op").asString("").equals("traffic")) {
                    reply.set("ok", IngressJson.MAPPER.valueToTree(Traffic.NONE));
                } else {
                    reply.set("ok", IngressJson.object().put("left", 0));
                }
                if (request.has("id")) {
                    channel.send(reply);
                }
                request = channel.read();
            }
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        executor.shutdownNow();
        process.destroyForcibly();
    }
}
