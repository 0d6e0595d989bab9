package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.config.Placement;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every environment where its project says that it lives. Those that live in one place that keeps its own lock are reached as ever;
 * the others are held by a lease in the records.
 */
public final class Places implements Target, SecretPort {
    private final Supplier<@Nullable ProjectConfig> config;
    private final Function<TargetConfig, Target> opener;
    private final Leasing leasing;
    private final Secrets secrets;

    /**
     * How environments are held whose places keep no lock.
     *
     * @param life how long a claim lasts that nobody renews
     */
    public record Leasing(LeaseRecords leases, RecordedLive recorded, Duration life) {
        /** With the usual life. */
        public Leasing(LeaseRecords leases, RecordedLive recorded) {
            this(leases, recorded, Lease.LIFE);
        }
    }

    /**
     * @param config of the project as declared today, asked when it is needed; null if there is none, then everything lives on this
     *     machine
     * @param opener gives the place that a declaration leads to; asks and touches nothing
     */
    public Places(Supplier<@Nullable ProjectConfig> config, Function<TargetConfig, Target> opener, Leasing leasing) {
        this(config, opener, leasing, Secrets.none());
    }

    private Places(
            Supplier<@Nullable ProjectConfig> config,
            Function<TargetConfig, Target> opener,
            Leasing leasing,
            Secrets secrets) {
        this.config = config;
        this.opener = opener;
        this.leasing = leasing;
        this.secrets = secrets;
    }

    @Override
    public Optional<SecretPort> secrets() {
        return Optional.of(this);
    }

    /** Each place that takes them keeps them. */
    @Override
    public Places entrusting(Secrets given) {
        return new Places(config, opener, leasing, given);
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return at(environment).capabilities(project, environment);
    }

    @Override
    public Capabilities capabilities(String project, String environment, String application) {
        return at(environment).capabilities(project, environment, application);
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

    @Override
    public Optional<DriftPort> drift(String project, String environment) {
        return at(environment).drift(project, environment);
    }

    @Override
    public Optional<DataPort> data(String project, String environment) {
        return at(environment).data(project, environment);
    }

    @Override
    public Optional<LogPort> logs(String project, String environment) {
        return at(environment).logs(project, environment);
    }

    private Target at(String environment) {
        ProjectConfig project = config.get();
        if (project == null || project.placement(environment).isLocal()) {
            return open(Placement.LOCAL.standard());
        }
        Placement placement = project.placement(environment);
        Map<TargetConfig, Set<String>> byPlace = new LinkedHashMap<>();
        for (String application : project.order()) {
            byPlace.computeIfAbsent(placement.of(application), place -> new LinkedHashSet<>())
                    .add(application);
        }
        if (byPlace.size() == 1) {
            Target only = open(byPlace.keySet().iterator().next());
            if (only.capabilities(project.project(), environment).locks()) {
                return only;
            }
        }
        List<TargetPart> parts = new ArrayList<>();
        byPlace.forEach((place, applications) -> {
            Target target = open(place);
            parts.add(new TargetPart(
                    byPlace.size() == 1 ? "" : label(place, applications, byPlace),
                    applications,
                    target.capabilities(project.project(), environment).holdsRequests(),
                    target));
        });
        return new JointTarget(parts, leasing.leases(), leasing.recorded(), leasing.life());
    }

    private Target open(TargetConfig place) {
        Target target = opener.apply(place);
        return secrets.isEmpty()
                ? target
                : target.secrets().map(port -> port.entrusting(secrets)).orElse(target);
    }

    /** By its application, or by its kind where several live there. */
    private static String label(TargetConfig place, Set<String> applications, Map<TargetConfig, Set<String>> byPlace) {
        if (applications.size() == 1) {
            return applications.iterator().next();
        }
        boolean taken = byPlace.values().stream().anyMatch(names -> names.contains(place.kind()))
                || byPlace.entrySet().stream()
                                .filter(one -> one.getKey().kind().equals(place.kind())
                                        && one.getValue().size() > 1)
                                .count()
                        > 1;
        return taken ? String.join("+", applications) : place.kind();
    }
}
