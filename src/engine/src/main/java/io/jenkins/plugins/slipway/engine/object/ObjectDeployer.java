package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes the objects of an environment those of a release: first, in one transaction, the objects; then, each on its own, the
 * subscriptions. The second part can fail and be taken up again; the first is never undone by that.
 */
public final class ObjectDeployer {
    private final ObjectRecords records;
    private final Operations operations;
    private final CodeSource codes;
    private final Backoff backoff;
    private final Function<String, String> address;

    /**
     * @param address makes the URL of a webhook from its secret
     */
    public ObjectDeployer(
            ObjectRecords records,
            Operations operations,
            CodeSource codes,
            Backoff backoff,
            Function<String, String> address) {
        this.records = records;
        this.operations = operations;
        this.codes = codes;
        this.backoff = backoff;
        this.address = address;
    }

    /**
     * Commits the list.
     *
     * @param token number of the deployment that does it
     */
    public ReconcilePlan commit(ObjectScope scope, int token, ObjectCode code, DeployList list, OutputSink log) {
        ReconcilePlan plan = records.reconcile(scope, token, code, list);
        SentenceLog narrator = new SentenceLog(log);
        plan.lines().forEach(narrator::say);
        narrator.say("objects of " + scope.application() + " are those of release " + code.release() + ": "
                + plan.summary());
        return plan;
    }

    /**
     * Calculates what the live webhooks want, and makes third parties deliver just that. Also takes up what an earlier call left
     * undone. Never throws for what a script or a third party does: that is in the report.
     */
    public SubscriptionReport subscribe(ObjectScope scope, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        LiveObjects live = records.live(scope).orElse(null);
        if (live == null) {
            return new SubscriptionReport(List.of(), List.of());
        }
        Map<String, SubscriptionPlan.Wish> wishes = new TreeMap<>();
        Set<String> unknown = new HashSet<>();
        List<String> undone = new ArrayList<>();
        for (DeclaredObject object : live.objects()) {
            if (object.has(DeclaredObject.SUBSCRIBE)) {
                String url = address.apply(Objects.requireNonNull(live.secrets().get(object.name())));
                try {
                    wishes.put(object.name(), new SubscriptionPlan.Wish(url, props(live, object, url, log)));
                } catch (OperationFailedException | IOException | SlipwayException e) {
                    unknown.add(object.name());
                    undone.add("calculate the props of " + object.name() + " (" + e.getMessage() + ")");
                    new SentenceLog(log).say(String.valueOf(e.getMessage()));
                }
            }
        }
        records.plan(scope, live.code(), wishes, unknown);
        SubscriptionReport report =
                new SubscriptionWorker(records, operations, codes, backoff, log).work(scope, cancellation);
        return new SubscriptionReport(List.of(), undone).and(report);
    }

    private JsonNode props(LiveObjects live, DeclaredObject object, String url, OutputSink log)
            throws OperationFailedException, IOException, InterruptedException {
        if (!object.has(DeclaredObject.PROPS)) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode input = JsonMapper.shared().createObjectNode().put("url", url);
        OperationCall call =
                new OperationCall(object.name(), DeclaredObject.PROPS, input, null, object.limit(), object.memory());
        return operations.call(codes.of(live.scope(), live.code()), call, log);
    }
}
