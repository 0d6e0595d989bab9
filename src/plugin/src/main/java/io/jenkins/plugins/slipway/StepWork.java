package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.config.Durations;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a step asks of the command, in plain values that survive a restart. */
final class StepWork implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String DRY_RUN = "--dry-run";
    private static final String TIMEOUT = "--timeout";

    private final Verb verb;
    private final String dir;
    private final String project;
    private final String environment;
    private final Integer release;
    private final List<String> options;

    /** Null in steps that were under way before there were any. */
    @CheckForNull
    private final ArrayList<HookCredential> credentials;

    /**
     * @param dir the project's folder in the workspace; empty for the workspace itself
     * @param project its name; empty to take the job's
     * @param environment empty for a build
     * @param release empty where the command chooses
     */
    StepWork(
            @NonNull Verb verb,
            @NonNull String dir,
            @NonNull String project,
            @NonNull String environment,
            @CheckForNull Integer release,
            @NonNull List<String> options) {
        this(verb, dir, project, environment, release, options, List.of());
    }

    private StepWork(
            Verb verb,
            String dir,
            String project,
            String environment,
            @CheckForNull Integer release,
            List<String> options,
            List<HookCredential> credentials) {
        this.verb = verb;
        this.dir = dir;
        this.project = project;
        this.environment = environment;
        this.release = release;
        this.options = new ArrayList<>(options);
        this.credentials = new ArrayList<>(credentials);
    }

    /** The same, with credentials for its hooks. */
    @NonNull
    StepWork with(@NonNull List<HookCredential> others) {
        return new StepWork(verb, dir, project, environment, release, options, others);
    }

    /** The same, of that release. */
    @NonNull
    StepWork of(int chosen) {
        return new StepWork(verb, dir, project, environment, chosen, options, credentials());
    }

    /** The same with the variables of a build put in, as in all fields of a freestyle job. */
    @NonNull
    StepWork expanded(@NonNull EnvVars variables) {
        return new StepWork(
                verb,
                variables.expand(dir),
                variables.expand(project),
                variables.expand(environment),
                release,
                options.stream().map(variables::expand).toList(),
                credentials());
    }

    Verb verb() {
        return verb;
    }

    String dir() {
        return dir;
    }

    String project() {
        return project;
    }

    String environment() {
        return environment;
    }

    @CheckForNull
    Integer release() {
        return release;
    }

    List<String> options() {
        return List.copyOf(options);
    }

    /** Those that are the command's own business. */
    @NonNull
    List<String> commandOptions() {
        if (limit() == null) {
            return options();
        }
        List<String> own = new ArrayList<>(options);
        own.subList(own.indexOf(TIMEOUT), own.indexOf(TIMEOUT) + 2).clear();
        return own;
    }

    /** How long the whole step may take, which whoever follows it sees to; null for as long as it takes. */
    @CheckForNull
    Duration limit() {
        return verb == Verb.GATE ? Durations.read(option(TIMEOUT)).orElse(null) : null;
    }

    /** Why a command that was started then, in milliseconds of the epoch, is to be ended now; null if it is not. */
    @CheckForNull
    AbortException overdue(long launched) {
        Duration limit = limit();
        return limit == null || System.currentTimeMillis() - launched <= limit.toMillis()
                ? null
                : new AbortException("The gate of ‘" + environment + "’ did not end within its time limit of "
                        + option(TIMEOUT)
                        + ". It was ended, and there is no verdict; give it more time by ‘timeout’, or"
                        + " look in the log above at which test it was");
    }

    /** @throws AbortException if it has a time limit that is none */
    void requireLimit() throws AbortException {
        if (verb == Verb.GATE && !option(TIMEOUT).isEmpty() && limit() == null) {
            throw new AbortException("Option ‘timeout’: " + Messages.SlipwayStep_timeout(Texts.line(option(TIMEOUT))));
        }
    }

    @NonNull
    List<HookCredential> credentials() {
        return credentials == null ? List.of() : List.copyOf(credentials);
    }

    /** Whether it changes what is live. */
    boolean switches() {
        return (verb == Verb.DEPLOY || verb == Verb.ROLLBACK) && !options.contains(DRY_RUN);
    }

    /** What the step says about waiting; empty for what the environment says. */
    @NonNull
    String waiting() {
        return option("--wait");
    }

    /** How long to wait for the environment at most. */
    long patienceMs() {
        // One that cannot be read is refused by the command; without one the command waits as long as this.
        return Durations.read(option(TIMEOUT)).orElse(Duration.ofHours(1)).toMillis();
    }

    /** Values of an option that may be given more than once. */
    @NonNull
    List<String> values(@NonNull String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i + 1 < options.size(); i++) {
            if (options.get(i).equals(name)) {
                values.add(options.get(++i));
            }
        }
        return values;
    }

    /** Whether it makes a release: one of all applications. */
    boolean releases() {
        return verb == Verb.BUILD && !options.contains("--app");
    }

    /** The verdicts that fail the step begin with this one. */
    @NonNull
    String failsOn() {
        String given = option("--fail-on");
        return given.isEmpty() ? "INCONCLUSIVE" : given.toUpperCase(Locale.ROOT);
    }

    private String option(String name) {
        int at = options.indexOf(name);
        return at < 0 || at + 1 >= options.size() ? "" : options.get(at + 1);
    }

    /** The verbs of the command that are steps. */
    enum Verb {
        BUILD("build", null),
        DEPLOY("deploy", "--release"),
        GATE("gate", "--release"),
        ROLLBACK("rollback", "--to");

        private final String word;
        private final String releaseOption;

        Verb(String word, @CheckForNull String releaseOption) {
            this.word = word;
            this.releaseOption = releaseOption;
        }

        String word() {
            return word;
        }

        @CheckForNull
        String releaseOption() {
            return releaseOption;
        }
    }
}
