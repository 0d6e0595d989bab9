package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.object.Subscription.State;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what is written down to be done about subscriptions: removed ones first, then changed ones (the old one, then the new one),
 * then new ones. Needs nothing but the records, so it goes on after a crash where the other one stopped.
 */
final class SubscriptionWorker {
    private final ObjectRecords records;
    private final Operations operations;
    private final CodeSource codes;
    private final Backoff backoff;
    private final SentenceLog log;

    SubscriptionWorker(
            ObjectRecords records, Operations operations, CodeSource codes, Backoff backoff, OutputSink log) {
        this.records = records;
        this.operations = operations;
        this.codes = codes;
        this.backoff = backoff;
        this.log = new SentenceLog(log);
    }

    /** Tries each pending operation until it succeeds or the attempts are used up. One that fails keeps only its own webhook waiting. */
    SubscriptionReport work(ObjectScope scope, Cancellation cancellation) throws InterruptedException {
        List<String> done = new ArrayList<>();
        Map<String, DeclaredObject> declared = records.objects(scope).stream()
                .map(StoredObject::declared)
                .collect(Collectors.toMap(DeclaredObject::name, object -> object));
        for (int round = 1; ; round++) {
            boolean failed = false;
            for (List<Subscription> queue : queues(records.subscriptions(scope))) {
                for (Subscription one : queue) {
                    if (cancellation.isCancelled() || !attempt(one, declared, done)) {
                        failed = true;
                        break;
                    }
                }
            }
            if (!failed || round == backoff.attempts() || cancelled(cancellation, round)) {
                break;
            }
        }
        return new SubscriptionReport(done, undone(records.subscriptions(scope)));
    }

    /** Of each webhook what is pending, in the order in which it must happen; the webhooks in the order in which they get their turn. */
    static List<List<Subscription>> queues(List<Subscription> open) {
        Map<String, List<Subscription>> byWebhook = new LinkedHashMap<>();
        open.stream()
                .filter(one -> one.state().pending())
                // What goes, goes first; within that the records' order, which is age.
                .sorted(Comparator.comparing(one -> one.state() == State.SUBSCRIBE))
                .forEach(one -> byWebhook
                        .computeIfAbsent(one.webhook(), webhook -> new ArrayList<>())
                        .add(one));
        return byWebhook.values().stream()
                .sorted(Comparator.comparingInt(SubscriptionWorker::turn))
                .toList();
    }

    private static int turn(List<Subscription> queue) {
        boolean goes = queue.get(0).state() == State.UNSUBSCRIBE;
        boolean comes = queue.get(queue.size() - 1).state() == State.SUBSCRIBE;
        return !comes ? 0 : goes ? 1 : 2;
    }

    private boolean attempt(Subscription pending, Map<String, DeclaredObject> declared, List<String> done)
            throws InterruptedException {
        Subscription one = records.attempt(pending.key()).orElse(null);
        if (one == null) {
            return true;
        }
        try {
            DeclaredObject object = declared.get(one.webhook());
            OperationCall call = new OperationCall(
                    one.webhook(),
                    one.operation(),
                    input(one),
                    one.idempotencyKey(),
                    java.time.Duration.ofSeconds(object == null ? DeclaredObject.DEFAULT_TIMEOUT : object.timeout()),
                    object == null ? DeclaredObject.DEFAULT_MEMORY : object.memory());
            JsonNode result = operations.call(codes.of(one.scope(), one.code()), call, log);
            records.succeeded(one, result);
            String what = one.operation() + "d " + one.webhook() + " by release "
                    + one.code().release();
            done.add(what);
            log.say(what);
            return true;
        } catch (OperationFailedException | IOException | SlipwayException e) {
            records.failed(one, String.valueOf(e.getMessage()));
            log.say("attempt " + one.attempts() + " to " + one.operation() + " " + one.webhook() + ": "
                    + e.getMessage());
            return false;
        }
    }

    private static JsonNode input(Subscription one) {
        ObjectNode input = JsonMapper.shared().createObjectNode();
        input.put("url", one.url());
        input.set("props", one.props());
        if (one.state() == State.UNSUBSCRIBE) {
            input.set("result", one.result());
        }
        return input;
    }

    private boolean cancelled(Cancellation cancellation, int round) throws InterruptedException {
        CountDownLatch wish = new CountDownLatch(1);
        try (Cancellation.Registration registration = cancellation.onCancel(wish::countDown)) {
            return wish.await(backoff.after(round).toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static List<String> undone(List<Subscription> open) {
        return open.stream()
                .filter(one -> one.state().pending())
                .map(one -> one.operation() + " " + one.webhook() + " (" + one.attempts() + " attempts"
                        + (one.error() == null ? "" : ", last: " + one.error()) + ")")
                .toList();
    }
}
