package io.jenkins.plugins.slipway.host;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Clients that ask without pause, each one request after another. */
public final class Load implements AutoCloseable {
    private final ExecutorService threads;
    private final Queue<Client.Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    public Load(Client client, int clients, String method, String path) {
        threads = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            threads.execute(() -> {
                while (!ended) {
                    answers.add(client.send(method, path, ""));
                }
            });
        }
    }

    public int count() {
        return answers.size();
    }

    /** Stops asking, waits for the last answers. */
    public List<Client.Answer> end() throws InterruptedException {
        ended = true;
        threads.shutdown();
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("clients hang");
        }
        return List.copyOf(answers);
    }

    @Override
    public void close() throws InterruptedException {
        end();
    }
}
