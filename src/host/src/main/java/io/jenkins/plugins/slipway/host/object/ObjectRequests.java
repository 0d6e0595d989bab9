package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.InputCheck;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.object.OperationFailedException;
import io.jenkins.plugins.slipway.engine.object.Subscription;
import io.jenkins.plugins.slipway.engine.object.SubscriptionReport;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers what is asked about objects over the control socket. */
public final class ObjectRequests {
    private static final int RUNS = 20;

    /** With what comes along it must fit into a message of the protocol. */
    private static final int MOST_INPUT = 7 << 20;

    private final HostedObjects objects;

    public ObjectRequests(HostedObjects objects) {
        this.objects = objects;
    }

    /** Objects, open subscriptions and the newest runs of an environment. */
    public ObjectNode list(String project, String environment) {
        ObjectSite site = site(project, environment);
        ObjectNode answer = HostJson.MAPPER.createObjectNode();
        ArrayNode declared = answer.putArray("objects");
        ArrayNode subscriptions = answer.putArray("subscriptions");
        for (LiveObjects live : site.live()) {
            live.objects().stream()
                    .sorted(Comparator.comparing(DeclaredObject::kind).thenComparing(DeclaredObject::name))
                    .forEach(object -> declared.add(described(site, live, object)));
            site.records().subscriptions(live.scope()).forEach(one -> subscriptions.add(described(one)));
        }
        answer.set(
                "runs",
                site.live().isEmpty()
                        ? HostJson.MAPPER.createArrayNode()
                        : HostJson.MAPPER.valueToTree(site.records().runs(project, environment, RUNS)));
        return answer;
    }

    private static ObjectNode described(ObjectSite site, LiveObjects live, DeclaredObject object) {
        ObjectNode one = HostJson.MAPPER.createObjectNode();
        one.put("application", live.scope().application());
        one.put("kind", object.kind().key());
        one.put("name", object.name());
        one.put("title", object.title());
        one.put("description", object.description());
        one.put("release", live.code().release());
        one.set("uses", HostJson.MAPPER.valueToTree(object.uses()));
        String secret = live.secrets().get(object.name());
        if (secret != null) {
            one.put("url", site.address(secret));
        }
        return one;
    }

    private static ObjectNode described(Subscription subscription) {
        ObjectNode one = HostJson.MAPPER.createObjectNode();
        one.put("key", subscription.key());
        one.put("application", subscription.scope().application());
        one.put("webhook", subscription.webhook());
        one.put("state", subscription.state().name());
        one.put("pending", subscription.state().pending());
        one.put("attempts", subscription.attempts());
        one.put("error", subscription.error());
        one.put("release", subscription.code().release());
        one.put("changed", subscription.changed().toString());
        return one;
    }

    /**
     * Runs a live action.
     *
     * @throws LifecycleFailedException if it fails
     */
    public JsonNode call(String project, String environment, String name, JsonNode input) throws InterruptedException {
        ObjectSite site = site(project, environment);
        ObjectSite.Found found = site.action(name);
        int bytes = input.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_INPUT) {
            throw new BadInputException(
                    "The input of ‘" + name + "’ has " + (bytes >> 20) + " MiB; an action takes at most "
                            + (MOST_INPUT >> 20) + " MiB. Pass the place of large data, not the data");
        }
        InputCheck.check(found.object(), input);
        ObjectNode answer = HostJson.MAPPER.createObjectNode();
        try {
            answer.set("result", site.run(found, input));
            return answer;
        } catch (OperationFailedException | IOException e) {
            throw new LifecycleFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Tries what is undone about subscriptions again. The environment must not be in the middle of a deployment. */
    public ObjectNode reconcile(String project, String environment, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        SubscriptionReport report = site(project, environment).subscribe(log, cancellation);
        ObjectNode answer = HostJson.MAPPER.createObjectNode();
        answer.set("done", HostJson.MAPPER.valueToTree(report.done()));
        answer.set("undone", HostJson.MAPPER.valueToTree(report.undone()));
        return answer;
    }

    /**
     * Stops trying a pending operation.
     *
     * @throws BadInputException if there is none with that key
     */
    public JsonNode giveUp(String project, String environment, String key, String by, String reason) {
        ObjectSite site = site(project, environment);
        ObjectRecords records = site.records();
        Subscription given = site.live().stream()
                .flatMap(live -> records.subscriptions(live.scope()).stream())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .flatMap(one -> records.giveUp(one.key(), by, reason))
                .orElseThrow(() -> new BadInputException("There is nothing pending with the key ‘" + key + "’ in "
                        + environment + "; ‘slipway objects " + environment + " --pending’ lists what there is"));
        return described(given);
    }

    private ObjectSite site(String project, String environment) {
        return objects.find(project, environment)
                .orElseThrow(() -> new RefusedException("Nothing was ever deployed to " + environment
                        + " on this machine; ‘slipway" + " deploy " + environment + "’ does that"));
    }
}
