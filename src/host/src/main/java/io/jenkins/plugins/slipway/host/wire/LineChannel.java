package io.jenkins.plugins.slipway.host.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects, one on each line. One thread reads; any thread sends. */
public final class LineChannel implements AutoCloseable {
    /** A release's configuration is the longest thing that is sent. */
    private static final int LONGEST = 16 << 20;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16 << 10).flip();

    /**
     * @param channel blocking; closed with this
     */
    public LineChannel(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * The next object, or null at the end.
     *
     * @throws IOException if what came is no object on a line, or too long; nothing more can be read then
     */
    public @Nullable ObjectNode read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (in.hasRemaining()) {
                byte next = in.get();
                if (next == '\n') {
                    return parse(line);
                }
                line.write(next);
                if (line.size() > LONGEST) {
                    throw new IOException("a line is longer than " + LONGEST + " bytes");
                }
            }
            in.clear();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                return null;
            }
        }
    }

    /** Waits while the other side does not read. */
    public void send(ObjectNode object) throws IOException {
        byte[] text = HostJson.MAPPER.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(text.length + 1).put(text).put((byte) '\n').flip();
        synchronized (this) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ObjectNode parse(ByteArrayOutputStream line) throws IOException {
        try {
            if (HostJson.MAPPER.readTree(line.toByteArray()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new IOException("a line is not JSON", e);
        }
        throw new IOException("a line is not a JSON object");
    }
}
