package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.Placement;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.TargetConfig;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every environment where its project says that it lives. Those that live in one place that keeps its own lock are reached as ever;
 * the others are held by a lease in the records.
 */
public final class Places implements Target {
    private final @Nullable ProjectConfig config;
    private final Function<TargetConfig, Target> opener;
    private final LeaseRecords leases;
    private final Duration life;

    private Places(
            @Nullable ProjectConfig config, Function<TargetConfig, Target> opener, LeaseRecords leases, Duration life) {
        this.config = config;
        this.opener = opener;
        this.leases = leases;
        this.life = life;
    }

    /**
     * @param config of the project as declared today; null if there is none, then everything lives on this machine
     * @param opener gives the place that a declaration leads to; asks and touches nothing
     */
    public static Places of(
            @Nullable ProjectConfig config, Function<TargetConfig, Target> opener, LeaseRecords leases) {
        return of(config, opener, leases, Lease.LIFE);
    }

    static Places of(
            @Nullable ProjectConfig config, Function<TargetConfig, Target> opener, LeaseRecords leases, Duration life) {
        return new Places(config, opener, leases, life);
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return at(environment).capabilities(project, environment);
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        return at(request.environment().name()).plan(request);
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        return at(environment).inspect(project, environment);
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation)
            throws InterruptedException {
        return at(request.environment()).lock(request, listener, cancellation);
    }

    private Target at(String environment) {
        if (config == null) {
            return opener.apply(Placement.LOCAL.standard());
        }
        Placement placement = config.placement(environment);
        Map<TargetConfig, Set<String>> byPlace = new LinkedHashMap<>();
        for (String application : config.order()) {
            byPlace.computeIfAbsent(placement.of(application), place -> new LinkedHashSet<>())
                    .add(application);
        }
        if (byPlace.size() == 1) {
            Target only = opener.apply(byPlace.keySet().iterator().next());
            if (only.capabilities(config.project(), environment).locks()) {
                return only;
            }
        }
        List<TargetPart> parts = new ArrayList<>();
        byPlace.forEach((place, applications) -> parts.add(new TargetPart(
                byPlace.size() == 1 ? "" : label(place, applications, byPlace), applications, open(place))));
        return new JointTarget(parts, leases, life);
    }

    private Target open(TargetConfig place) {
        return opener.apply(place);
    }

    /** By its application, or by its kind where several live there. */
    private static String label(TargetConfig place, Set<String> applications, Map<TargetConfig, Set<String>> byPlace) {
        if (applications.size() == 1) {
            return applications.iterator().next();
        }
        boolean taken = byPlace.values().stream().anyMatch(names -> names.contains(place.kind()));
        return taken ? "rest" : place.kind();
    }

    /** A place of a kind that is not installed. */
    public static BadInputException unknown(TargetConfig place, Set<String> installed) {
        return new BadInputException("There is no target ‘" + place.kind() + "’ in this Slipway; there is "
                + String.join(", ", installed) + ".");
    }
}
