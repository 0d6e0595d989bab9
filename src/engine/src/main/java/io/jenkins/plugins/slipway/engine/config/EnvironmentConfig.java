package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared environment, defaults filled in.
 *
 * @param parent whose data a first deployment clones, or null
 * @param variables given to the applications, over those of the application's own section
 * @param requires environments where the very same digests must be live, their gate passed
 * @param hold what happens to requests while releases switch
 * @param onFailure {@code restore} or {@code keep}
 * @param watch how long to keep probing after going live; zero for not at all
 * @param waiting what a deployment does while another holds the environment
 * @param services external addresses of services by relationship's service name, such as {@code db: postgresql://…}
 * @param domains host names beside {@code <environment>.<project>.localhost}
 * @param backup what backups take and how long they are kept
 * @param instances how many web processes an application has, by application; one unless declared
 * @param limits what an application's processes may take, by application
 * @param objects where objects are kept and reached; {@link ObjectPlace#DEFAULT} unless declared
 */
public record EnvironmentConfig(
        String name,
        Type type,
        @Nullable String parent,
        Map<String, String> variables,
        List<String> requires,
        Hold hold,
        OnFailure onFailure,
        Duration watch,
        Wait waiting,
        Map<String, String> services,
        List<String> domains,
        ObjectPlace objects,
        BackupPolicy backup,
        Map<String, Integer> instances,
        Map<String, Limits> limits) {

    public EnvironmentConfig {
        // Environments that were written down before there were these.
        objects = objects == null ? ObjectPlace.DEFAULT : objects;
        backup = backup == null ? BackupPolicy.DEFAULT : backup;
        instances = instances == null ? Map.of() : instances;
        limits = limits == null ? Map.of() : limits;
    }

    /** Each request is parked this long at most unless the environment says otherwise; design.md's example uses the same. */
    public static final Duration DEFAULT_HOLD = Duration.ofSeconds(60);

    /** The same environment with another policy for waiting. */
    public EnvironmentConfig withWaiting(Wait other) {
        return new EnvironmentConfig(
                name, type, parent, variables, requires, hold, onFailure, watch, other, services, domains, objects,
                backup, instances, limits);
    }

    /** What kind of place it is. Cleanup never runs on {@link #PRODUCTION}. */
    public enum Type {
        DEVELOPMENT,
        STAGING,
        PRODUCTION
    }

    /** What a failed deployment leaves behind. */
    public enum OnFailure {
        RESTORE,
        KEEP
    }

    /** {@code QUEUE}: first come, first served; {@code NEWEST}: a newer waiter replaces older ones; {@code REFUSE}: do not wait. */
    public enum Wait {
        QUEUE,
        NEWEST,
        REFUSE
    }

    /**
     * What is parked during the switch.
     *
     * @param allMethods whether requests with effects are parked too, rather than answered 503 at once
     * @param timeout of each parked request
     */
    public record Hold(boolean allMethods, Duration timeout) {}

    /**
     * What each process of an application may take, with all that it starts.
     *
     * @param memory in bytes, null for no limit
     * @param processes threads included, null for no limit
     */
    public record Limits(@Nullable Long memory, @Nullable Integer processes) {}

    /**
     * What backups take and how long they are kept.
     *
     * @param keep how many of the newest stay
     * @param age after which even those go, but for the newest
     * @param mounts whether files in mounts are saved, where no script of the application saves them
     */
    public record BackupPolicy(int keep, Duration age, boolean mounts) {
        public static final BackupPolicy DEFAULT = new BackupPolicy(10, Duration.ofDays(30), true);
    }

    /**
     * Where objects are kept and reached.
     *
     * @param database address of a PostgreSQL database; null for a file of the environment's own
     * @param url under which third parties reach this machine, without a trailing slash; null for the loopback address
     */
    public record ObjectPlace(
            @Nullable String database, @Nullable String url) {
        public static final ObjectPlace DEFAULT = new ObjectPlace(null, null);
    }

    /** The environment of that name in a project that declares none: type and data policy follow from the name. */
    public static EnvironmentConfig defaults(String name) {
        Type type = switch (name) {
            case "production", "main", "master" -> Type.PRODUCTION;
            case "staging" -> Type.STAGING;
            default -> Type.DEVELOPMENT;
        };
        return new EnvironmentConfig(
                name,
                type,
                null,
                Map.of(),
                List.of(),
                new Hold(false, DEFAULT_HOLD),
                OnFailure.RESTORE,
                Duration.ZERO,
                Wait.QUEUE,
                Map.of(),
                List.of(),
                ObjectPlace.DEFAULT,
                BackupPolicy.DEFAULT,
                Map.of(),
                Map.of());
    }
}
