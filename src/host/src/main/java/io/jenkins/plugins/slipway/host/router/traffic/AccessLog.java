package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each request of an environment, in the combined format and with four more words: seconds until the end of the
 * answer, seconds of waiting among them, environment and host. Queries are left out, of referring pages too: they may hold secrets.
 */
final class AccessLog implements AutoCloseable {
    /** The status of a request whose client left before it was answered. */
    static final int CLIENT_LEFT = 499;

    private static final long FLUSH_MILLIS = 250;
    /** Of all environments together. What cannot be written in time is left out rather than kept in memory. */
    private static final long MOST_CHARS = 4 << 20;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final @Nullable Path folder;
    private final Map<String, StringBuilder> lines = new ConcurrentHashMap<>();
    private final AtomicLong waiting = new AtomicLong();
    private final @Nullable ScheduledExecutorService writer;
    private volatile Second second = new Second(0, "");

    private record Second(long number, String text) {}

    AccessLog(@Nullable Path folder) {
        this.folder = folder;
        if (folder == null) {
            writer = null;
            return;
        }
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "router-log");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        writer = executor;
    }

    /** What is known of one request. Touched by its event loop only. */
    static final class Facts {
        private final String address;
        private final String method;
        private final String uri;
        private final String host;
        private final String version;
        private final @Nullable String referer;
        private final @Nullable String agent;
        private int status;
        private long received;
        private long sent;
        private boolean byApplication;

        Facts(
                String address,
                String method,
                String uri,
                String host,
                String version,
                @Nullable String referer,
                @Nullable String agent) {
            this.address = address;
            this.method = method;
            this.uri = uri;
            this.host = host;
            this.version = version;
            this.referer = referer;
            this.agent = agent;
        }

        String method() {
            return method;
        }

        String uri() {
            return uri;
        }

        void status(int code) {
            status = code;
        }

        int status() {
            return status;
        }

        void received(long bytes) {
            received += bytes;
        }

        long received() {
            return received;
        }

        void sent(long bytes) {
            sent += bytes;
        }

        long sent() {
            return sent;
        }

        /** An application, or its files, answered. */
        void answered() {
            byApplication = true;
        }

        boolean byApplication() {
            return byApplication;
        }
    }

    void write(String environment, Facts facts, long nanos, long heldNanos) {
        if (folder == null) {
            return;
        }
        StringBuilder into = lines.computeIfAbsent(environment, key -> new StringBuilder());
        synchronized (into) {
            if (waiting.get() > MOST_CHARS) {
                return;
            }
            int before = into.length();
            into.append(facts.address).append(" - - [").append(now()).append("] \"");
            into.append(facts.method).append(' ');
            escaped(into, withoutQuery(facts.uri));
            into.append(' ')
                    .append(facts.version)
                    .append("\" ")
                    .append(facts.status)
                    .append(' ');
            into.append(facts.sent).append(" \"");
            escaped(into, facts.referer == null ? "-" : withoutQuery(facts.referer));
            into.append("\" \"");
            escaped(into, facts.agent == null ? "-" : facts.agent);
            into.append("\" ");
            seconds(into, nanos);
            into.append(' ');
            seconds(into, heldNanos);
            into.append(' ').append(environment).append(' ').append(facts.host).append('\n');
            waiting.addAndGet(into.length() - before);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.shutdown();
            flush();
        }
    }

    private void flush() {
        lines.forEach((environment, from) -> {
            String text;
            synchronized (from) {
                text = from.toString();
                from.setLength(0);
                from.trimToSize();
                waiting.addAndGet(-text.length());
            }
            if (!text.isEmpty() && folder != null) {
                Path log = folder.resolve(environment).resolve("logs").resolve("access.log");
                try {
                    PrivateFiles.createParent(log);
                    PrivateFiles.write(
                            log,
                            text.getBytes(StandardCharsets.ISO_8859_1),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    System.err.println("requests of " + environment + " could not be logged: " + e);
                }
            }
        });
    }

    private String now() {
        long number = System.currentTimeMillis() / 1000;
        Second known = second;
        if (known.number() != number) {
            known = new Second(number, TIME.format(Instant.ofEpochSecond(number)));
            second = known;
        }
        return known.text();
    }

    private static String withoutQuery(String address) {
        int end = address.indexOf('?');
        return end < 0 ? address : address.substring(0, end) + "?-";
    }

    private static void escaped(StringBuilder into, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                into.append("\\x").append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                into.append(c);
            }
        }
    }

    private static void seconds(StringBuilder into, long nanos) {
        long millis = nanos / 1_000_000;
        into.append(millis / 1000).append('.');
        long rest = millis % 1000;
        into.append(rest < 10 ? "00" : rest < 100 ? "0" : "").append(rest);
    }
}
