package io.jenkins.plugins.slipway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask one request after another, each on a connection that it keeps. One in ten has effects (POST). */
final class LoadClients {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger turnedBack = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicInteger lostWithEffects = new AtomicInteger();
    final AtomicLong longestNanos = new AtomicLong();
    private final int port;
    private final String host;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    LoadClients(int port, String host, int clients) {
        this.port = port;
        this.host = host;
        for (int i = 0; i < clients; i++) {
            boolean effects = i % 10 == 9;
            Thread thread = new Thread(() -> ask(effects), "client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits for the last answers. */
    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void ask(boolean effects) {
        byte[] request = ((effects ? "POST" : "GET") + " / HTTP/1.1\r\nHost: " + host + "\r\n"
                        + (effects ? "Content-Length: 4\r\n\r\nbody" : "\r\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
        while (!ended) {
            boolean asked = false;
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(120_000);
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && !ended) {
                    asked = true;
                    long begun = System.nanoTime();
                    socket.getOutputStream().write(request);
                    open = answer(in);
                    asked = false;
                    longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
                    // People read what they got.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                (effects && asked ? lostWithEffects : lost).incrementAndGet();
            }
        }
    }

    /** Returns whether the connection stays. */
    private boolean answer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        boolean open = true;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("connection:")) {
                open = !lower.contains("close");
            }
        }
        in.readNBytes(length);
        (status.contains(" 200 ") ? answered : status.contains(" 503 ") ? turnedBack : lost).incrementAndGet();
        return open;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder result = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            if (next != '\r') {
                result.append((char) next);
            }
        }
        return result.toString();
    }
}
