package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The daemon's own endpoint, as the router sees it. What comes while the daemon is away waits for the next one. What the daemon had in
 * hand when it ended is not brought to the next: nobody knows how far it came, and who sent it will try again.
 */
final class DaemonEndpoint implements InternalEndpoint {
    private static final long PATIENCE_SECONDS = 60;
    /** While no daemon is there, questions wait; anybody can ask them. */
    private static final int MOST_QUESTIONS = 10_000;
    /** No secret is as long as this. */
    private static final int LONGEST_SECRET = 128;

    private final String prefix;
    private final Executor executor;
    /** Anybody can make a router ask; one thread is enough, and as many as there are clients would be too many. */
    private final Executor asking = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ingress-questions");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<Integer, Pending> pending = new LinkedHashMap<>();
    private final Map<Integer, Question> questions = new LinkedHashMap<>();
    private @Nullable RouterSession daemon;
    private int last;

    private record Pending(
            Delivery delivery,
            CompletableFuture<Answer> answer,
            @Nullable RouterSession with) {}

    /** Whether a path leads anywhere. It may be asked of one daemon after the other. */
    private record Question(String path, CompletableFuture<Optional<String>> answer) {}

    /** @param executor may wait for the daemon to read */
    DaemonEndpoint(String prefix, Executor executor) {
        this.prefix = prefix;
        this.executor = executor;
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public CompletionStage<Optional<String>> leadsTo(String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        if (first.isEmpty() || first.length() > LONGEST_SECRET) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        int number;
        RouterSession to;
        synchronized (this) {
            if (questions.size() >= MOST_QUESTIONS) {
                return CompletableFuture.failedFuture(new IOException("too many ask at once"));
            }
            number = ++last;
            to = daemon;
            questions.put(number, new Question(first, answer));
        }
        answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((done, failure) -> forget(number));
        if (to != null) {
            asking.execute(() -> ask(number, first, to));
        }
        return answer;
    }

    @Override
    public CompletionStage<Answer> enter(Delivery delivery) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        int number;
        RouterSession to;
        synchronized (this) {
            number = ++last;
            to = daemon;
            pending.put(number, new Pending(delivery, answer, to));
        }
        answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).whenComplete((done, failure) -> forget(number));
        if (to != null) {
            executor.execute(() -> send(number, delivery, to));
        }
        return answer;
    }

    /** A daemon is there: it gets what waits. */
    void attached(RouterSession session) {
        Map<Integer, Delivery> waiting = new LinkedHashMap<>();
        Map<Integer, Question> open;
        synchronized (this) {
            daemon = session;
            open = new LinkedHashMap<>(questions);
            pending.replaceAll((number, one) -> {
                if (one.with() != null) {
                    return one;
                }
                waiting.put(number, one.delivery());
                return new Pending(one.delivery(), one.answer(), session);
            });
        }
        executor.execute(() -> waiting.forEach((number, delivery) -> send(number, delivery, session)));
        asking.execute(() -> open.forEach((number, question) -> ask(number, question.path(), session)));
    }

    /** The daemon is gone. */
    void lost(RouterSession session) {
        List<Pending> unknown;
        synchronized (this) {
            if (daemon == session) {
                daemon = null;
            }
            unknown = pending.values().stream()
                    .filter(one -> one.with() == session)
                    .toList();
        }
        unknown.forEach(one -> one.answer().completeExceptionally(new IOException("the daemon ended")));
    }

    void answered(int number, Answer answer) {
        Pending one;
        synchronized (this) {
            one = pending.get(number);
        }
        if (one != null) {
            one.answer().complete(answer);
        }
    }

    /** @param key null if the path leads nowhere */
    void told(int number, @Nullable String key) {
        Question one;
        synchronized (this) {
            one = questions.get(number);
        }
        if (one != null) {
            one.answer().complete(Optional.ofNullable(key));
        }
    }

    private static void ask(int number, String path, RouterSession to) {
        to.tell(IngressJson.object()
                .put("event", "question")
                .put("number", number)
                .put("path", path));
    }

    private void send(int number, Delivery delivery, RouterSession to) {
        ObjectNode line = IngressJson.object().put("event", "delivery").put("number", number);
        line.set("delivery", IngressJson.MAPPER.valueToTree(delivery));
        to.tell(line);
    }

    private synchronized void forget(int number) {
        pending.remove(number);
        questions.remove(number);
    }
}
