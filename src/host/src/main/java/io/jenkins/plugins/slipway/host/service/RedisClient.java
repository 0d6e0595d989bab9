package io.jenkins.plugins.slipway.host.service;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks to a Redis server: one command after another, each answered. */
final class RedisClient implements AutoCloseable {
    private static final int WITHIN_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    private RedisClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RedisClient connect(ServiceState state) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), state.port()),
                    WITHIN_MILLIS);
            socket.setSoTimeout(WITHIN_MILLIS);
            RedisClient result = new RedisClient(socket);
            result.call("AUTH", state.password());
            return result;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The answer as text; empty for a null.
     *
     * @throws IOException if the server answers with an error, which is the message
     */
    String call(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(bytes);
            request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        socket.getOutputStream().write(request.toByteArray());
        return answer();
    }

    /** A field of what {@code INFO} tells of a section; empty if it is not told. */
    String info(String section, String field) throws IOException {
        return call("INFO", section)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':':
                return rest;
            case '-':
                throw new IOException(rest);
            case '$': {
                int length = Integer.parseInt(rest);
                if (length < 0) {
                    return "";
                }
                String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                in.skipNBytes(2);
                return text;
            }
            default:
                throw new IOException("the server sent an unexpected answer: " + line);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                bytes.write(next);
            }
            next = in.read();
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        if (line.isEmpty()) {
            throw new IOException("the server answered with an empty line");
        }
        return line;
    }
}
