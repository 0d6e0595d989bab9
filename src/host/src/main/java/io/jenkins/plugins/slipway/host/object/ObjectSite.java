package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.object.DeclaredObject;
import io.jenkins.plugins.slipway.engine.object.DeployList;
import io.jenkins.plugins.slipway.engine.object.Evaluation;
import io.jenkins.plugins.slipway.engine.object.LiveObjects;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectDeployer;
import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.OperationFailedException;
import io.jenkins.plugins.slipway.engine.object.ReconcilePlan;
import io.jenkins.plugins.slipway.engine.object.SubscriptionReport;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.store.ObjectClaims;
import io.jenkins.plugins.slipway.engine.store.SqlObjects;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The objects of one environment. Deployments come one at a time; calls and deliveries at any time. */
final class ObjectSite implements AutoCloseable {
    private final ObjectServices equipment;
    private final ObjectContext objectContext;
    private final CodeCache codes;
    private final Runs runs;
    private @Nullable ObjectRecords records;
    private @Nullable String database;
    private volatile @Nullable List<LiveObjects> live;

    ObjectSite(ObjectServices equipment, ObjectContext objectContext) {
        this.equipment = equipment;
        this.objectContext = objectContext;
        this.codes = new CodeCache(equipment, objectContext);
        this.runs = new Runs(equipment, objectContext, codes);
    }

    ObjectContext objectContext() {
        return objectContext;
    }

    /**
     * Runs the scripts of a release that was unpacked, to learn what it declares.
     *
     * @return deploy lists by application; empty if no application has a script
     */
    Map<String, DeployList> evaluate(ReleaseSpec spec, OutputSink log) throws InterruptedException {
        Map<String, DeployList> lists = new LinkedHashMap<>();
        for (ReleaseSpec.Artifact artifact : spec.applications()) {
            ObjectCode code = code(spec, artifact);
            if (code != null) {
                try {
                    ObjectScope scope = scope(artifact.application());
                    lists.put(
                            artifact.application(),
                            new Evaluation(equipment.pool()).evaluate(codes.of(scope, code), log));
                } catch (IOException e) {
                    throw new LifecycleFailedException(
                            "‘" + code.script() + "’ of " + artifact.application() + " cannot be evaluated: " + e, e);
                }
            }
        }
        return lists;
    }

    /** Whether there is anything to do for the release, or left of an earlier one. */
    boolean concerns(Map<String, DeployList> lists) {
        return !lists.isEmpty() || !live().isEmpty();
    }

    /**
     * Makes the environment's objects those of the release, and then the subscriptions.
     *
     * @param token number of the deployment that does it; of a restore that of the failed one
     * @param spec what is to be live; null for nothing
     */
    SubscriptionReport deploy(
            int token,
            @Nullable ReleaseSpec spec,
            Map<String, DeployList> lists,
            OutputSink log,
            Cancellation cancellation)
            throws InterruptedException {
        ObjectDeployer deployer = deployer();
        Map<String, LiveObjects> left = new LinkedHashMap<>();
        live().forEach(one -> left.put(one.scope().application(), one));
        if (spec != null) {
            for (ReleaseSpec.Artifact artifact : spec.applications()) {
                DeployList list = lists.get(artifact.application());
                if (list != null) {
                    left.remove(artifact.application());
                    ObjectCode code = Objects.requireNonNull(code(spec, artifact));
                    deployer.commit(scope(artifact.application()), token, code, list, log);
                }
            }
        }
        // What is no longer part of the release, or has no script any more, declares nothing.
        left.values().forEach(one -> deployer.commit(one.scope(), token, one.code(), DeployList.EMPTY, log));
        forget();
        return subscribe(log, cancellation);
    }

    /** What a deployment of these lists would change. */
    List<String> preview(Map<String, DeployList> lists) {
        List<String> lines = new ArrayList<>();
        Map<String, DeployList> all = new LinkedHashMap<>(lists);
        live().forEach(one -> all.putIfAbsent(one.scope().application(), DeployList.EMPTY));
        all.forEach((application, list) -> {
            ReconcilePlan plan =
                    exists() ? records().preview(scope(application), list) : ReconcilePlan.of(List.of(), list);
            plan.lines().forEach(line -> lines.add(application + ": " + line));
            lines.add(application + ": " + plan.summary());
        });
        return lines;
    }

    /** Whether that deployment has made its objects the live ones. */
    boolean committed(int token) {
        return live().stream().anyMatch(one -> one.code().deployment() == token);
    }

    /** Calculates subscriptions anew and does what is undone. */
    SubscriptionReport subscribe(OutputSink log, Cancellation cancellation) throws InterruptedException {
        SubscriptionReport report = new SubscriptionReport(List.of(), List.of());
        for (LiveObjects one : live()) {
            report = report.and(deployer().subscribe(one.scope(), log, cancellation));
        }
        return report;
    }

    private ObjectDeployer deployer() {
        return new ObjectDeployer(records(), equipment.pool(), codes, equipment.backoff(), this::address);
    }

    /** The address of a webhook. */
    String address(String secret) {
        String base = objectContext.place().url();
        return (base == null ? objectContext.url().replaceFirst("/+$", "") : base) + WebhookEndpoint.PREFIX + secret;
    }

    /** What is live, from memory where it is known. */
    List<LiveObjects> live() {
        List<LiveObjects> known = live;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = exists() ? records().live(objectContext.project(), objectContext.environment()) : List.of();
            live = known;
            return known;
        }
    }

    private void forget() {
        live = null;
    }

    /** A webhook that deliveries come for. */
    record Found(LiveObjects live, DeclaredObject object) {}

    /** How long it takes tells nothing of how much of a secret was guessed. */
    Optional<Found> webhook(String secret) {
        byte[] given = secret.getBytes(StandardCharsets.UTF_8);
        Optional<Found> found = Optional.empty();
        for (LiveObjects one : live()) {
            for (Map.Entry<String, String> entry : one.secrets().entrySet()) {
                if (MessageDigest.isEqual(entry.getValue().getBytes(StandardCharsets.UTF_8), given)) {
                    found = one.find(DeclaredObject.Kind.WEBHOOK, entry.getKey())
                            .map(object -> new Found(one, object));
                }
            }
        }
        return found;
    }

    /**
     * The action of that name, which may begin with an application's name and a slash.
     *
     * @throws BadInputException if there is none, or more than one
     */
    Found action(String name) {
        int slash = name.indexOf('/');
        String application = slash < 0 ? null : name.substring(0, slash);
        List<Found> found = new ArrayList<>();
        for (LiveObjects one : live()) {
            if (application == null || application.equals(one.scope().application())) {
                one.find(DeclaredObject.Kind.ACTION, name.substring(slash + 1))
                        .ifPresent(object -> found.add(new Found(one, object)));
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new BadInputException(
                found.isEmpty()
                        ? "There is no live action ‘" + name + "’ in " + objectContext.environment() + "; "
                                + Suggestions.nearest(name.substring(slash + 1), actions())
                                        .map(near -> "did you mean ‘" + near + "’? ")
                                        .orElse("")
                                + "‘slipway objects " + objectContext.environment() + "’ lists those that there are"
                        : "Several applications have an action ‘" + name + "’; write APPLICATION/" + name);
    }

    private Set<String> actions() {
        Set<String> names = new TreeSet<>();
        for (LiveObjects one : live()) {
            one.objects().stream()
                    .filter(object -> object.kind() == DeclaredObject.Kind.ACTION)
                    .forEach(object -> names.add(object.name()));
        }
        return names;
    }

    JsonNode run(Found found, JsonNode input) throws OperationFailedException, IOException, InterruptedException {
        return runs.run(records(), found.live(), found.object(), input);
    }

    /** Artifacts that must stay. */
    Set<Digest> artifacts() {
        return exists() ? records().artifacts() : Set.of();
    }

    private boolean exists() {
        return objectContext.place().database() != null || Files.exists(folder().resolve("slipway.mv.db"));
    }

    synchronized ObjectRecords records() {
        String wanted = objectContext.place().database();
        if (records == null || !Objects.equals(wanted, database)) {
            if (records != null) {
                records.close();
            }
            database = wanted;
            if (wanted != null) {
                ObjectClaims.remember(
                        equipment.home().root(), objectContext.project(), objectContext.environment(), wanted);
            }
            records = wanted == null
                    ? SqlObjects.openIn(folder(), equipment.clock())
                    : SqlObjects.open(wanted, equipment.clock());
            live = null;
        }
        return records;
    }

    private Path folder() {
        return ObjectClaims.folder(equipment.home().root(), objectContext.project(), objectContext.environment());
    }

    private ObjectScope scope(String application) {
        return new ObjectScope(objectContext.project(), objectContext.environment(), application);
    }

    /** Null if the application has no script. */
    private static @Nullable ObjectCode code(ReleaseSpec spec, ReleaseSpec.Artifact artifact) {
        JsonNode script = spec.config()
                .source()
                .path("objects")
                .path(artifact.application())
                .path("script");
        return script.isString()
                ? new ObjectCode(spec.token(), spec.release(), artifact.digest(), script.stringValue())
                : null;
    }

    @Override
    public synchronized void close() {
        runs.close();
        if (records != null) {
            records.close();
        }
    }
}
