package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Clients that want to do harm: each says something and then stands still, or nearly, or all say as much as they can. */
final class HostileClients implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 32 << 10;
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InetSocketAddress address;
    private final IntFunction<String> words;
    private final byte[] more;
    private final boolean flood;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ended;
    private volatile int standing;

    private HostileClients(int port, int number, IntFunction<String> words, String more, boolean flood) {
        this.address = new InetSocketAddress("127.0.0.1", port);
        this.words = words;
        this.more = more.getBytes(StandardCharsets.ISO_8859_1);
        this.flood = flood;
        this.thread = new Thread(() -> run(number), "hostile");
    }

    /**
     * So many that stand.
     *
     * @param words what each says first, by its number
     * @param more what each says every second; may be empty
     */
    static HostileClients standing(int port, int number, IntFunction<String> words, String more)
            throws InterruptedException {
        HostileClients result = new HostileClients(port, number, words, more, false);
        result.thread.start();
        while (result.standing < number && result.thread.isAlive()) {
            // All are there before anything is measured.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return result;
    }

    /** So many that ask one thing after another, and read what they are told. */
    static HostileClients flooding(int port, int number, IntFunction<String> words) {
        HostileClients result = new HostileClients(port, number, words, "", true);
        result.thread.start();
        return result;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ended = true;
        thread.join();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    private void run(int number) {
        try {
            for (int i = 0; i < number && !ended; i++) {
                channels.add(open(i));
                standing = i + 1;
            }
            int said = number;
            ByteBuffer read = ByteBuffer.allocate(64 << 10);
            while (!ended) {
                for (int i = 0; i < channels.size() && !ended; i++) {
                    if (!goOn(channels.get(i), said, read)) {
                        channels.get(i).close();
                        channels.set(i, open(said));
                    }
                    said++;
                    if (!flood) {
                        // One after the other, so that each says something every second.
                        LockSupport.parkNanos(EACH_NANOS / channels.size());
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        } catch (IOException e) {
            System.out.println("the hostile clients gave up: " + e);
        }
    }

    private SocketChannel open(int i) throws IOException {
        SocketChannel channel = SocketChannel.open();
        // What slow readers do not take waits at the proxy, and not in the system's own memory for sockets, which all
        // share.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.connect(address);
        channel.configureBlocking(false);
        say(channel, words.apply(i).getBytes(StandardCharsets.ISO_8859_1));
        return channel;
    }

    private boolean goOn(SocketChannel channel, int number, ByteBuffer read) {
        try {
            if (!flood) {
                if (more.length > 0) {
                    say(channel, more);
                }
                return true;
            }
            read.clear();
            int came = channel.read(read);
            if (came > 0) {
                say(channel, words.apply(number).getBytes(StandardCharsets.ISO_8859_1));
            }
            return came >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** As much as the other side takes now. */
    private static void say(SocketChannel channel, byte[] text) throws IOException {
        channel.write(ByteBuffer.wrap(text));
    }
}
