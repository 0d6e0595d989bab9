package io.jenkins.plugins.slipway.engine.store;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a step that works elsewhere was sent to do, as the one who has the records knows it. Nothing of it comes from where the
 * step works. {@link StepChanges} lets nothing else be changed.
 */
public final class StepScope implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a step does. Each may make its own changes to records, and no others. */
    public enum Verb {
        /** Makes one release. */
        BUILD,
        /** Begins and ends one deployment of the given release, and the rollback of it if it fails its watch. */
        DEPLOY,
        /** Begins and ends one rollback, and marks the release that it left. */
        ROLLBACK,
        /** Judges the release that is live, once. */
        GATE,
        /** Changes nothing, such as a dry run. */
        LOOK
    }

    private final Verb verb;
    private final String project;
    private final String environment;
    private final @Nullable Integer release;
    private final @Nullable Integer deployment;
    private final ArrayList<Integer> abandoned;
    private final ArrayList<String> metrics;
    private final String by;
    private final long begunMs;

    private StepScope(
            Verb verb,
            String project,
            String environment,
            @Nullable Integer release,
            @Nullable Integer deployment,
            List<Integer> abandoned,
            List<String> metrics,
            String by,
            Instant begun) {
        this.verb = verb;
        this.project = Objects.requireNonNull(project, "project");
        this.environment = Objects.requireNonNull(environment, "environment");
        this.release = release;
        this.deployment = deployment;
        this.abandoned = new ArrayList<>(abandoned);
        this.metrics = new ArrayList<>(metrics);
        this.by = Objects.requireNonNull(by, "by");
        this.begunMs = begun.toEpochMilli();
    }

    /** A build of all of a project's applications. */
    public static StepScope build(String project, String by, Instant begun) {
        return new StepScope(Verb.BUILD, project, "", null, null, List.of(), List.of(), by, begun);
    }

    /** A step that changes no records. */
    public static StepScope look(String project, String by, Instant begun) {
        return new StepScope(Verb.LOOK, project, "", null, null, List.of(), List.of(), by, begun);
    }

    /**
     * A deployment.
     *
     * @param release that is deployed; null if there was none when the step began
     * @param abandoned deployments of the environment that nobody works on and whose end is not known; the step may end them
     */
    public static StepScope deploy(
            String project,
            String environment,
            @Nullable Integer release,
            List<Integer> abandoned,
            String by,
            Instant begun) {
        return new StepScope(Verb.DEPLOY, project, environment, release, null, abandoned, List.of(), by, begun);
    }

    /**
     * A rollback.
     *
     * @param release that was asked for; null for any that was live in the environment before
     * @param abandoned as for a deployment
     */
    public static StepScope rollback(
            String project,
            String environment,
            @Nullable Integer release,
            List<Integer> abandoned,
            String by,
            Instant begun) {
        return new StepScope(Verb.ROLLBACK, project, environment, release, null, abandoned, List.of(), by, begun);
    }

    /**
     * A gate.
     *
     * @param deployment that was live when the step began; null for none
     * @param abandoned as for a deployment
     * @param metrics numbers that the step's own rules are about, beside those of the configuration
     */
    public static StepScope gate(
            String project,
            String environment,
            @Nullable Integer deployment,
            List<Integer> abandoned,
            List<String> metrics,
            String by,
            Instant begun) {
        return new StepScope(Verb.GATE, project, environment, null, deployment, abandoned, metrics, by, begun);
    }

    public Verb verb() {
        return verb;
    }

    public String project() {
        return project;
    }

    /** The environment; empty for a build. */
    public String environment() {
        return environment;
    }

    @Nullable
    Integer release() {
        return release;
    }

    @Nullable
    Integer deployment() {
        return deployment;
    }

    List<Integer> abandoned() {
        return abandoned;
    }

    List<String> metrics() {
        return metrics;
    }

    /** Who asked, as the records say it. */
    public String by() {
        return by;
    }

    Instant begun() {
        return Instant.ofEpochMilli(begunMs);
    }

    /** For people: {@code a gate of ‘shop’ in ‘staging’}. */
    String describe() {
        String where = environment.isEmpty() ? "" : " in ‘" + environment + "’";
        return switch (verb) {
                    case BUILD -> "a build";
                    case DEPLOY -> "a deployment";
                    case ROLLBACK -> "a rollback";
                    case GATE -> "a gate";
                    case LOOK -> "a step that only looks";
                }
                + " of ‘" + project + "’" + where;
    }
}
