package io.jenkins.plugins.slipway.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** People who read and sign a guestbook all the time, and a count of what became of their requests. */
final class DemoTraffic implements AutoCloseable {
    private static final int READERS = 8;
    private static final Duration READING = Duration.ofMillis(50);
    private static final Duration WRITING = Duration.ofMillis(200);

    static {
        // Names below localhost do not resolve everywhere, so requests go to 127.0.0.1 and say the name in the header.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI page;
    private final ScheduledExecutorService people = Executors.newScheduledThreadPool(READERS + 1, task -> {
        Thread thread = new Thread(task, "demo-traffic");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger signed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /** What became of requests: {@code refused} ones were told to come back, {@code lost} ones got no answer at all. */
    record Count(int answered, int signed, int refused, int lost) {
        Count plus(Count other) {
            return new Count(
                    answered + other.answered, signed + other.signed, refused + other.refused, lost + other.lost);
        }
    }

    DemoTraffic(URI page) {
        this.page = page;
    }

    /** Begins; ends with {@link #stop()}. */
    DemoTraffic start() {
        for (int i = 0; i < READERS; i++) {
            people.scheduleWithFixedDelay(this::read, 0, READING.toMillis(), TimeUnit.MILLISECONDS);
        }
        people.scheduleWithFixedDelay(
                () -> sign("Grace Hopper", "passing by"), 0, WRITING.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Waits for the answers that are still due, and counts. */
    Count stop() throws InterruptedException {
        people.shutdown();
        if (!people.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a request got no answer within two minutes");
        }
        return count();
    }

    Count count() {
        return new Count(answered.get(), signed.get(), refused.get(), lost.get());
    }

    /** Reads the page; returns the status, 0 if there was no answer. */
    int read() {
        return count(request("/").GET());
    }

    /** Signs the book; returns the status, 0 if there was no answer. */
    int sign(String name, String message) {
        String form = "name=" + name.replace(' ', '+') + "&message=" + message.replace(' ', '+');
        int status = count(request("/").POST(BodyPublishers.ofString(form)));
        if (status == 303) {
            signed.incrementAndGet();
        }
        return status;
    }

    /** The entries as the page lists them. */
    long entries() throws IOException, InterruptedException {
        return send(request("/").GET())
                .body()
                .lines()
                .filter(line -> line.contains("<li>"))
                .count();
    }

    private int count(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            boolean comeBack = response.statusCode() == 503
                    && response.headers().firstValue("Retry-After").isPresent();
            (comeBack ? refused : answered).incrementAndGet();
            return response.statusCode();
        } catch (IOException e) {
            lost.incrementAndGet();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.getPort() + path))
                .timeout(Duration.ofSeconds(90))
                .header("Host", page.getAuthority());
    }

    @Override
    public void close() {
        people.shutdownNow();
    }
}
