package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The file by which a site says which release it answers with. */
record Marker(Site.Answer answer, String expected) {
    /** Its name, in the site's root. */
    static final String FILE = "slipway.json";

    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final int LARGEST = 64 << 10;

    /** Asks until the site answers as expected. */
    void await(Cancellation cancellation) throws InterruptedException {
        long begun = System.nanoTime();
        CountDownLatch cancelled = new CountDownLatch(1);
        long pause = FIRST_PAUSE_MILLIS;
        try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
            while (true) {
                String found = ask();
                if (found.isEmpty()) {
                    return;
                }
                if (System.nanoTime() - begun > answer.timeout().toNanos()) {
                    throw new LifecycleFailedException(answer.url() + " did not answer with this release within "
                            + Texts.span(answer.timeout()) + ": " + found);
                }
                if (cancelled.await(pause, TimeUnit.MILLISECONDS)) {
                    throw new LifecycleFailedException("it was cancelled");
                }
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    /** Whether it answers as expected now. */
    boolean isThere() throws InterruptedException {
        return ask().isEmpty();
    }

    /** Empty if the answer is the one expected; else what it is. */
    private String ask() throws InterruptedException {
        // A name that no cache on the way has seen yet.
        URI uri = URI.create(answer.url() + "/" + FILE + "?" + System.nanoTime());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(REQUEST)
                .header("Cache-Control", "no-cache")
                .build();
        try {
            HttpResponse<InputStream> response = Client.SHARED.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String text = new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
                if (response.statusCode() != 200) {
                    return FILE + " has status " + response.statusCode();
                }
                return text.strip().equals(expected.strip()) ? "" : "it is at another release";
            }
        } catch (IOException e) {
            return "it cannot be reached (" + e + ")";
        }
    }

    /** Made when the first site is asked. */
    private static final class Client {
        static final HttpClient SHARED = HttpClient.newBuilder()
                .connectTimeout(REQUEST)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }
}
