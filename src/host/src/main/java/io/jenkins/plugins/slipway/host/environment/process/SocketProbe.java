package io.jenkins.plugins.slipway.host.environment.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One GET at a unix socket, of which only the status is wanted. Java's own client knows no such sockets. */
final class SocketProbe {
    private static final int LONGEST_LINE = 1024;

    private SocketProbe() {}

    /**
     * @throws ConnectException if nobody listens
     * @throws HttpTimeoutException if there is no answer in time
     */
    static int status(String socket, String path, Duration within) throws IOException {
        Path place = Path.of(socket);
        if (!Files.exists(place)) {
            throw new ConnectException("no socket");
        }
        long deadline = System.nanoTime() + within.toNanos();
        try (SocketChannel channel = open(place);
                Selector selector = Selector.open()) {
            channel.write(ByteBuffer.wrap(("GET " + path
                            + " HTTP/1.1\r\nhost: localhost\r\nuser-agent: slipway-health\r\nconnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
            while (line.size() < LONGEST_LINE) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || selector.select(left) == 0) {
                    throw new HttpTimeoutException("no answer");
                }
                selector.selectedKeys().clear();
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    throw new IOException("it was closed without an answer");
                }
                line.write(buffer.array(), 0, buffer.position());
                String text = line.toString(StandardCharsets.ISO_8859_1);
                if (text.indexOf('\n') >= 0) {
                    return status(text);
                }
            }
            throw new IOException("the answer is not HTTP");
        }
    }

    private static SocketChannel open(Path place) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(place));
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        }
    }

    private static int status(String answer) throws IOException {
        String[] words = answer.split("\\s+", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(words[1]);
    }
}
