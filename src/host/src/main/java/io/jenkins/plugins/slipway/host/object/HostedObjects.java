package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.ScriptPool;
import io.jenkins.plugins.slipway.engine.object.SubscriptionReport;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The objects of all environments of a daemon. Safe for several threads. */
public final class HostedObjects implements AutoCloseable {
    /** Operations that run at the same time on this machine. */
    private static final int PROCESSES = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final ObjectServices equipment;
    private final Map<String, ObjectSite> sites = new ConcurrentHashMap<>();
    /** What was evaluated for deployments under way, by environment. */
    private final Map<String, Evaluated> evaluated = new ConcurrentHashMap<>();

    private record Evaluated(int token, Map<String, DeployList> lists) {}

    public HostedObjects(HostHome home, ProcessRunner runner, ArtifactStore store, Clock clock, Backoff backoff) {
        this.equipment = new ObjectServices(home, runner, new ScriptPool(runner, PROCESSES), store, clock, backoff);
    }

    /** Makes an environment known. */
    public void open(ObjectContext objectContext) {
        sites.computeIfAbsent(
                key(objectContext.project(), objectContext.environment()),
                key -> new ObjectSite(equipment, objectContext));
    }

    /**
     * Learns what a release declares, from its unpacked artifacts. Changes nothing, so that a script with a mistake is found before
     * anything is touched.
     *
     * @throws LifecycleFailedException if a script fails or declares something wrong
     */
    public void evaluate(ReleaseSpec spec, OutputSink log) throws InterruptedException {
        ObjectSite site = site(spec);
        evaluated.put(key(spec), new Evaluated(spec.token(), site.evaluate(spec, log)));
    }

    /** Whether {@link #deploy} has anything to do for a release that was evaluated; true if it was not. */
    public boolean concerns(ReleaseSpec spec) {
        Evaluated known = evaluated.get(key(spec));
        return known == null || known.token() != spec.token() || site(spec).concerns(known.lists());
    }

    /**
     * Makes the objects those of the release.
     *
     * @return whether there was anything to do
     * @throws LifecycleFailedException if a subscription stays undone; the objects are committed then
     */
    public boolean deploy(ReleaseSpec spec, OutputSink log, Cancellation cancellation) throws InterruptedException {
        ObjectSite site = site(spec);
        Evaluated known = evaluated.remove(key(spec));
        Map<String, DeployList> lists =
                known != null && known.token() == spec.token() ? known.lists() : site.evaluate(spec, log);
        if (!site.concerns(lists)) {
            return false;
        }
        SubscriptionReport report = site.deploy(spec.token(), spec, lists, log, cancellation);
        prune();
        if (!report.complete()) {
            String environment = spec.environment().name();
            throw new LifecycleFailedException("the objects of release " + spec.release()
                    + " are in place, but not all subscriptions: " + String.join("; ", report.undone())
                    + ". ‘slipway objects " + environment + " --pending’ shows them, ‘slipway reconcile " + environment
                    + "’ tries again");
        }
        return true;
    }

    /**
     * Brings back the objects of what was live before, if the failed deployment has changed any.
     *
     * @param failed what was being deployed
     * @param before what is live again; null for nothing
     */
    public void restore(ReleaseSpec failed, @Nullable ReleaseSpec before, OutputSink log) throws InterruptedException {
        evaluated.remove(key(failed));
        ObjectSite site = site(failed);
        if (!site.committed(failed.token())) {
            return;
        }
        Map<String, DeployList> lists = before == null ? Map.of() : site.evaluate(before, log);
        SubscriptionReport report = site.deploy(failed.token(), before, lists, log, Cancellation.never());
        if (!report.complete()) {
            say(log, "subscriptions that are still to be done: " + String.join("; ", report.undone()));
        }
    }

    /**
     * What {@link #deploy} would do to objects, a line for each that changes.
     *
     * @param objectContext as they would be
     */
    public List<String> preview(ObjectContext objectContext, ReleaseSpec spec, OutputSink log)
            throws InterruptedException {
        try (ObjectSite site = new ObjectSite(equipment, objectContext)) {
            return site.preview(site.evaluate(spec, log));
        }
    }

    /** The environment's objects; it need not have any. */
    Optional<ObjectSite> find(String project, String environment) {
        return Optional.ofNullable(sites.get(key(project, environment)));
    }

    /** A webhook by the unguessable part of its address. */
    Optional<Delivery> webhook(String secret) {
        for (ObjectSite site : sites.values()) {
            Optional<ObjectSite.Found> found = site.webhook(secret);
            if (found.isPresent()) {
                return Optional.of(new Delivery(site, found.get()));
            }
        }
        return Optional.empty();
    }

    record Delivery(ObjectSite site, ObjectSite.Found found) {
        /** Names the webhook, and is no secret. */
        String key() {
            return found.live().scope() + "/" + found.object().name();
        }
    }

    private void prune() {
        if (CodeCache.isEmpty(equipment)) {
            return;
        }
        try {
            Set<Digest> needed = new HashSet<>();
            sites.values().forEach(site -> needed.addAll(site.artifacts()));
            CodeCache.retain(equipment, needed);
        } catch (IOException | SlipwayException e) {
            System.err.println("unpacked code of old releases was not removed: " + e);
        }
    }

    private ObjectSite site(ReleaseSpec spec) {
        ObjectSite site = sites.get(key(spec));
        if (site == null) {
            throw new IllegalStateException("environment " + key(spec) + " was not opened");
        }
        return site;
    }

    private static void say(OutputSink log, String sentence) {
        try {
            log.say(sentence);
        } catch (UncheckedIOException e) {
            System.err.println(sentence);
        }
    }

    private static String key(ReleaseSpec spec) {
        return key(spec.project(), spec.environment().name());
    }

    private static String key(String project, String environment) {
        return project + "/" + environment;
    }

    @Override
    public void close() {
        equipment.pool().close();
        List.copyOf(sites.values()).forEach(ObjectSite::close);
    }
}
