package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several places as one, or one that keeps no lock: a deployment is prepared everywhere before it switches anywhere, switches in
 * order, and is taken back in reverse. A lease in the records holds all of them.
 */
final class JointTarget implements Target {
    private final List<TargetPart> parts;
    private final LeaseRecords leases;
    private final RecordedLive recorded;
    private final Duration life;

    /** @param parts in the order in which they switch */
    JointTarget(List<TargetPart> parts, LeaseRecords leases, RecordedLive recorded, Duration life) {
        this.recorded = recorded;
        this.parts = List.copyOf(parts);
        this.leases = leases;
        this.life = life;
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return parts.stream()
                .map(part -> part.target().capabilities(project, environment))
                .reduce(Capabilities.HOST, Capabilities::and);
    }

    @Override
    public Capabilities capabilities(String project, String environment, String application) {
        return parts.stream()
                .filter(part -> part.applications().contains(application))
                .findFirst()
                .map(part -> part.target().capabilities(project, environment))
                .orElseGet(() -> capabilities(project, environment));
    }

    @Override
    public Optional<DriftPort> drift(String project, String environment) {
        Map<TargetPart, DriftPort> ports = offered(target -> target.drift(project, environment));
        return ports.isEmpty()
                ? Optional.empty()
                : Optional.of(() -> {
                    List<String> found = new ArrayList<>();
                    ports.forEach((part, port) -> found.addAll(port.drift()));
                    return found;
                });
    }

    @Override
    public Optional<DataPort> data(String project, String environment) {
        return offered(target -> target.data(project, environment)).values().stream()
                .findFirst();
    }

    @Override
    public Optional<LogPort> logs(String project, String environment) {
        return offered(target -> target.logs(project, environment)).values().stream()
                .findFirst();
    }

    private <P> Map<TargetPart, P> offered(Function<Target, Optional<P>> port) {
        Map<TargetPart, P> found = new LinkedHashMap<>();
        parts.forEach(part -> port.apply(part.target()).ifPresent(offer -> found.put(part, offer)));
        return found;
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        requirePlaces(request);
        List<PlannedStep> prepare = new ArrayList<>();
        List<PlannedStep> switching = new ArrayList<>();
        List<PlannedStep> letThrough = new ArrayList<>();
        List<PlannedStep> settle = new ArrayList<>();
        for (TargetPart part : inOrder(request.applications())) {
            List<PlannedStep> own = part.target().plan(part.own(request)).stream()
                    .map(part::labelled)
                    .toList();
            own.stream().filter(step -> step.stage() == Stage.PREPARE).forEach(prepare::add);
            List<PlannedStep> theirs =
                    own.stream().filter(step -> step.stage() == Stage.SWITCH).toList();
            // Requests that are held here wait until the others have switched too.
            int last = part.holdsRequests() && !theirs.isEmpty() ? theirs.size() - 1 : theirs.size();
            switching.addAll(theirs.subList(0, last));
            letThrough.addAll(theirs.subList(last, theirs.size()));
            own.stream().filter(step -> step.stage() == Stage.SETTLE).forEach(settle::add);
        }
        List<PlannedStep> steps = new ArrayList<>(prepare);
        steps.addAll(switching);
        steps.addAll(letThrough);
        steps.addAll(settle);
        return steps;
    }

    /** An older release may have applications that the project has given up since. */
    private void requirePlaces(PlanRequest request) {
        for (ReleaseSpec.Artifact artifact : request.applications()) {
            if (parts.stream().noneMatch(part -> part.applications().contains(artifact.application()))) {
                throw new RefusedException("Release " + request.release() + " has the application ‘"
                        + artifact.application() + "’, which the project does not declare any more, so it has no place"
                        + " in environment ‘" + request.environment().name()
                        + "’. Deploy a release without it, or declare it again.");
            }
        }
    }

    /** Rollbacks bring the applications the other way round, and so the places. */
    private List<TargetPart> inOrder(List<ReleaseSpec.Artifact> applications) {
        List<String> names =
                applications.stream().map(ReleaseSpec.Artifact::application).toList();
        return parts.stream()
                .filter(part -> names.stream().anyMatch(part.applications()::contains))
                .sorted(Comparator.comparingInt(part -> part.applications().stream()
                        .mapToInt(names::indexOf)
                        .filter(index -> index >= 0)
                        .min()
                        .orElse(Integer.MAX_VALUE)))
                .toList();
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        Map<TargetPart, Live> seen = new LinkedHashMap<>();
        parts.forEach(part -> part.target().inspect(project, environment).ifPresent(live -> seen.put(part, live)));
        @Nullable String holder = leases.holder(project, environment).orElse(null);
        return seen.isEmpty() && holder == null
                ? Optional.empty()
                : Optional.of(JointLive.of(parts, seen, recorded.newest(project, environment), holder));
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation)
            throws InterruptedException {
        Lease lease = Lease.take(leases, request, listener, cancellation, life);
        Map<TargetPart, Lock> locks = new LinkedHashMap<>();
        try {
            for (TargetPart part : parts) {
                locks.put(part, part.target().lock(request, listener, cancellation));
            }
            return new JointLock(
                    locks,
                    lease,
                    seen -> JointLive.of(parts, seen, recorded.newest(request.project(), request.environment()), null),
                    this::inOrder);
        } catch (RuntimeException | InterruptedException | Error e) {
            JointLock.close(locks.values(), lease);
            throw e;
        }
    }
}
