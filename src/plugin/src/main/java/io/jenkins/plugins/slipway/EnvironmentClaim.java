package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.UUID;

/** One step's wish to change an environment, alone. */
final class EnvironmentClaim implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id = UUID.randomUUID().toString();
    private final long asked = System.currentTimeMillis();
    private final String environment;
    private final String key;
    private final String holder;
    private final String run;
    private final String waiting;

    /**
     * @param holder for people
     * @param run the external id of the run
     * @param waiting {@code QUEUE}, {@code NEWEST} or {@code REFUSE}
     */
    EnvironmentClaim(
            @NonNull String project,
            @NonNull String environment,
            @NonNull String holder,
            @NonNull String run,
            @NonNull String waiting) {
        this.environment = environment;
        this.key = project + "/" + environment;
        this.holder = holder;
        this.run = run;
        this.waiting = waiting;
    }

    String environment() {
        return environment;
    }

    String project() {
        return key.substring(0, key.length() - environment.length() - 1);
    }

    String key() {
        return key;
    }

    String holder() {
        return holder;
    }

    String run() {
        return run;
    }

    boolean refuses() {
        return waiting.equals("REFUSE");
    }

    boolean supersedes() {
        return waiting.equals("NEWEST");
    }

    long asked() {
        return asked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnvironmentClaim claim && claim.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
