package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import java.util.function.Consumer;

/** A connection that leaves HTTP, such as a websocket: bytes pass both ways until one side ends. */
final class Upgrade {
    private Upgrade() {}

    static boolean wanted(HttpServerRequest request) {
        String connection = request.getHeader("connection");
        return connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && request.getHeader("upgrade") != null
                && !request.getHeader("upgrade").equalsIgnoreCase("h2c");
    }

    /**
     * @param over called once the connection no longer counts as a request
     * @param failed called if no answer came
     */
    static void pass(HttpServerRequest request, HttpClientRequest out, Runnable over, Consumer<Throwable> failed) {
        out.headers().set("connection", "Upgrade");
        out.headers().set("upgrade", String.valueOf(request.getHeader("upgrade")));
        out.connect().onComplete(answered -> {
            if (answered.failed()) {
                failed.accept(answered.cause());
                return;
            }
            HttpServerResponse response = request.response();
            response.setStatusCode(answered.result().statusCode());
            if (answered.result().statusCode() != 101) {
                Headers.copy(answered.result().headers(), response.headers());
                response.end().onComplete(ended -> over.run());
                out.reset();
                return;
            }
            response.headers().addAll(answered.result().headers());
            NetSocket upstream = answered.result().netSocket();
            request.toNetSocket().onComplete(socket -> {
                over.run();
                if (socket.failed()) {
                    upstream.close();
                } else {
                    upstream.pipeTo(socket.result());
                    socket.result().pipeTo(upstream);
                }
            });
        });
    }
}
