package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** A client that says what it is told to, byte for byte. */
final class Wire implements AutoCloseable {
    static final String SITE = "shop/production";

    private final Socket socket;

    Wire(Router router) throws IOException {
        socket = new Socket("127.0.0.1", router.port());
        socket.setSoTimeout(120_000);
    }

    static void serve(Router router, Backend backend) {
        router.announce(SITE, Set.of("shop"));
        router.serve(
                SITE,
                new Routes(List.of(new Routes.Route("shop", "/", new Routes.Destination.Upstream(backend.port())))));
    }

    /** What is answered until the connection ends. */
    static String ask(Router router, String request) throws IOException {
        try (Wire wire = new Wire(router)) {
            return wire.say(request).rest();
        }
    }

    Wire say(String text) throws IOException {
        Backend.write(socket.getOutputStream(), text);
        return this;
    }

    Socket socket() {
        return socket;
    }

    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    String until(String end) {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            while (text.indexOf(end) < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("ended after " + text);
                }
                text.append((char) next);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
