package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;

/**
 * Light traffic: some who read all the time, one who writes. They remember what they were answered, and by which release when.
 */
@NullUnmarked
final class Visitors implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");
    private static final int READERS = 3;
    private static final long EACH_MILLIS = 15;

    /** No two visitors write the same line, whenever they come. */
    private static final AtomicInteger WRITTEN = new AtomicInteger();

    private final int port;
    private final String host;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(READERS + 1);
    private final List<Work> works = new ArrayList<>();
    private final List<Answer> unhappy = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private int answered;
    private int cutOff;
    private int turnedBack;
    private int mayBeCutOff;

    /** What came back; status 0 if the connection broke. */
    record Answer(int status, String body) {}

    private record Work(String version, long begun, long ended) {}

    Visitors(int port, String host) {
        this.port = port;
        this.host = host;
    }

    Visitors come() {
        for (int i = 0; i < READERS; i++) {
            threads.scheduleWithFixedDelay(this::read, 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
        }
        threads.scheduleWithFixedDelay(this::write, 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void read() {
        Answer answer = send("GET", "/");
        synchronized (this) {
            answered++;
            if (answer.status() != 200) {
                notAnswered(answer);
                return;
            }
            String[] words = answer.body().split(" ");
            works.add(new Work(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
        }
    }

    private void write() {
        String line = "line" + WRITTEN.incrementAndGet();
        Answer answer = send("POST", "/append?" + line);
        synchronized (this) {
            if (answer.status() == 200) {
                acknowledged.add(line);
            } else if (answer.status() == 503) {
                turnedBack++;
            } else {
                notAnswered(answer);
            }
        }
    }

    /** What a killed router has in hand is lost with it; but it refuses nobody. */
    private synchronized void notAnswered(Answer answer) {
        if (answer.status() == 0 && mayBeCutOff > 0 && !answer.body().contains("refused")) {
            mayBeCutOff--;
            cutOff++;
        } else {
            unhappy.add(answer);
        }
    }

    /** The router is killed soon: each of the visitors, and who looks after them, may lose the request that it is asking. */
    synchronized void mayBeCutOff() {
        mayBeCutOff = READERS + 1;
    }

    @Override
    public synchronized String toString() {
        return answered + " reads answered, " + acknowledged.size() + " writes acknowledged, " + turnedBack
                + " writes told to come back, " + cutOff + " cut off with a killed router, " + unhappy.size() + " lost";
    }

    Answer get(String path) {
        return send("GET", path);
    }

    private Answer send(String method, String path) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer(text);
        } catch (IOException e) {
            return new Answer(0, e.toString());
        }
    }

    /** What is shorter than it says was cut off. */
    private static Answer answer(String text) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return new Answer(0, "closed without an answer");
        }
        String body = text.substring(head + 4);
        Matcher length = LENGTH.matcher(text.substring(0, head));
        if (length.find() && body.getBytes(StandardCharsets.UTF_8).length < Integer.parseInt(length.group(1))) {
            return new Answer(0, "closed in the middle of an answer");
        }
        return new Answer(Integer.parseInt(text.split(" ", 3)[1]), body);
    }

    /** How many were answered so far, to wait for more. */
    synchronized int answered() {
        return answered;
    }

    /** Every reader got a good answer, and every writer a good one or 503. */
    synchronized Visitors nobodyWasTurnedAway() {
        assertThat(unhappy).as("of %s answers", answered).isEmpty();
        return this;
    }

    /** Each line that was acknowledged is there, once. */
    Visitors nothingWasLost() {
        List<String> expected;
        synchronized (this) {
            expected = List.copyOf(acknowledged);
        }
        assertThat(get("/lines").body().lines().toList()).containsAll(expected).doesNotHaveDuplicates();
        return this;
    }

    /** At no moment two releases were at work. */
    synchronized Visitors neverTwoReleases() {
        List<Work> inOrder =
                works.stream().sorted(Comparator.comparingLong(Work::begun)).toList();
        String version = null;
        long busyUntil = Long.MIN_VALUE;
        for (Work work : inOrder) {
            if (version != null && !version.equals(work.version())) {
                assertThat(work.begun())
                        .as("release %s begins after %s has ended", work.version(), version)
                        .isGreaterThan(busyUntil);
            }
            version = work.version();
            busyUntil = Math.max(busyUntil, work.ended());
        }
        return this;
    }

    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }
}
