package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the objects of environments are kept. Each method is one transaction; readers see whole deploy lists only. Safe for
 * several threads.
 */
public interface ObjectRecords extends AutoCloseable {
    /** What {@link #reconcile} would do, without doing it. */
    ReconcilePlan preview(ObjectScope scope, DeployList wanted);

    /**
     * Makes the application's objects in the environment those of the list: all are disabled; by name those on the list are
     * enabled again and updated, or created; relations are set.
     *
     * @param token number of the deployment that does it, which may be restoring an older one's code
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if a deployment with a higher number was here before
     */
    ReconcilePlan reconcile(ObjectScope scope, int token, ObjectCode code, DeployList wanted);

    Optional<LiveObjects> live(ObjectScope scope);

    /** Of every application of the environment that ever had objects, by name. */
    List<LiveObjects> live(String project, String environment);

    /** Every object of the application, disabled ones too, by name. */
    List<StoredObject> objects(ObjectScope scope);

    /** Subscriptions that are not gone or given up, oldest first. */
    List<Subscription> subscriptions(ObjectScope scope);

    /**
     * Plans and writes down what subscriptions are to become. Nothing of it has happened when this returns.
     *
     * @param code which subscribes what is new
     */
    SubscriptionPlan plan(
            ObjectScope scope, ObjectCode code, Map<String, SubscriptionPlan.Wish> wishes, Set<String> unknown);

    /**
     * Notes that the pending operation is about to be run: subscribing by the code that is live now, taking back by the code that
     * subscribed. Empty if it is not pending any more.
     */
    Optional<Subscription> attempt(String key);

    /** Notes that the attempt succeeded: a wish is subscribed now, with that result, or one taken back is gone. */
    void succeeded(Subscription attempt, @Nullable JsonNode result);

    /** Notes that the attempt failed, or that its outcome is not known. */
    void failed(Subscription attempt, String error);

    /**
     * Stops trying.
     *
     * @param reason kept for ever
     * @return the subscription as it was; empty if there is no pending one with that key
     */
    Optional<Subscription> giveUp(String key, String by, String reason);

    /** Artifacts that live objects run from, or whose code may be needed to unsubscribe. */
    Set<Digest> artifacts();

    /** Why releases of the project must keep their artifacts, by number: their code may be needed to unsubscribe. */
    Map<Integer, String> claims(String project);

    void record(ObjectRun run);

    /** Newest first. */
    List<ObjectRun> runs(String project, String environment, int limit);

    @Override
    void close();
}
