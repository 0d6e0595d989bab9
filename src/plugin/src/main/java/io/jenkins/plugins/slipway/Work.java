package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import java.io.Serializable;
import java.util.List;

/** What a step asks of the command, in plain values that survive a restart. */
final class Work implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Verb verb;
    private final String dir;
    private final String project;
    private final String environment;
    private final Integer release;
    private final List<String> options;

    /**
     * @param dir the project's folder in the workspace; empty for the workspace itself
     * @param project its name; empty to take the job's
     * @param environment empty for a build
     * @param release empty where the command chooses
     */
    Work(
            @NonNull Verb verb,
            @NonNull String dir,
            @NonNull String project,
            @NonNull String environment,
            @CheckForNull Integer release,
            @NonNull List<String> options) {
        this.verb = verb;
        this.dir = dir;
        this.project = project;
        this.environment = environment;
        this.release = release;
        this.options = List.copyOf(options);
    }

    /** The same with the variables of a build put in, as in all fields of a freestyle job. */
    @NonNull
    Work expanded(@NonNull EnvVars variables) {
        return new Work(
                verb,
                variables.expand(dir),
                variables.expand(project),
                variables.expand(environment),
                release,
                options.stream().map(variables::expand).toList());
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
        return options;
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
