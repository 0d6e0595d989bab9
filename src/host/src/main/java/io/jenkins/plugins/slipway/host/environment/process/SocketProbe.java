package io.jenkins.plugins.slipway.host.environment.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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

/**
 * One GET at a unix socket or a port, of which only the status is wanted. Java's own client knows no such sockets, and takes milliseconds
 * for a question, for which requests wait.
 */
final class SocketProbe {
    private static final int LONGEST_LINE = 1024;
    /** Of answers that only announce the one that counts. */
    private static final int LONGEST_HEADS = 16 << 10;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final SocketChannel channel;
    private final Selector selector;
    private final long deadline;
    private final ByteArrayOutputStream came = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);

    private SocketProbe(SocketChannel channel, Selector selector, Duration within) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = System.nanoTime() + within.toNanos();
    }

    /**
     * At the port of the loopback address.
     *
     * @param path as it stands in a request
     * @throws ConnectException if nobody listens
     * @throws HttpTimeoutException if there is no answer in time
     */
    static int status(int port, String path, Duration within) throws IOException {
        InetSocketAddress address = new InetSocketAddress(java.net.InetAddress.getByAddress(LOOPBACK), port);
        return status(address, "127.0.0.1:" + port, path, within);
    }

    /** At the unix socket of that name. */
    static int status(String socket, String path, Duration within) throws IOException {
        Path place = Path.of(socket);
        if (!Files.exists(place)) {
            throw new ConnectException("no socket");
        }
        return status(UnixDomainSocketAddress.of(place), "localhost", path, within);
    }

    private static int status(SocketAddress address, String host, String path, Duration within) throws IOException {
        try (SocketChannel channel = open(address);
                Selector selector = Selector.open()) {
            SocketProbe probe = new SocketProbe(channel, selector, within);
            probe.connect(address);
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nhost: " + host
                            + "\r\nuser-agent: slipway-health\r\nconnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8)));
            channel.register(selector, SelectionKey.OP_READ);
            return probe.status();
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    /** A server whose queue is full lets the kernel try for minutes. */
    private void connect(SocketAddress address) throws IOException {
        channel.configureBlocking(false);
        try {
            if (!channel.connect(address)) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                await();
                channel.finishConnect();
            }
        } catch (ConnectException | HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        }
    }

    /** Of the first answer that is not just informational. */
    private int status() throws IOException {
        while (true) {
            String head = came.toString(StandardCharsets.ISO_8859_1);
            int line = head.indexOf('\n');
            if (line < 0 && head.length() >= LONGEST_LINE || head.length() >= LONGEST_HEADS) {
                throw new IOException("the answer is not HTTP");
            }
            int status = line < 0 ? 0 : statusOf(head);
            if (status >= 200) {
                return status;
            }
            int end = status == 0 ? -1 : endOfHead(head);
            if (end > 0) {
                came.reset();
                came.writeBytes(head.substring(end).getBytes(StandardCharsets.ISO_8859_1));
            } else {
                read();
            }
        }
    }

    private static int endOfHead(String head) {
        int strict = head.indexOf("\r\n\r\n");
        int loose = head.indexOf("\n\n");
        return strict >= 0 ? strict + 4 : loose >= 0 ? loose + 2 : -1;
    }

    private void read() throws IOException {
        await();
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new IOException("it was closed without an answer");
        }
        came.write(buffer.array(), 0, buffer.position());
    }

    private void await() throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0) {
            throw new HttpTimeoutException("no answer");
        }
        selector.selectedKeys().clear();
    }

    private static int statusOf(String answer) throws IOException {
        String[] words = answer.split("\\s+", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("the answer is not HTTP");
        }
        return Integer.parseInt(words[1]);
    }
}
