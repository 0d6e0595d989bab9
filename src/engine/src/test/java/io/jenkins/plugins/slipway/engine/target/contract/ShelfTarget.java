package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Capabilities;
import io.jenkins.plugins.slipway.engine.target.DriftPort;
import io.jenkins.plugins.slipway.engine.target.InterruptedDeployment;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.PlanRequest;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/** Reaches a {@link Shelf}. */
@NullUnmarked
public final class ShelfTarget implements Target {
    private final Shelf shelf;
    private final ArtifactStore artifacts;

    public ShelfTarget(Shelf shelf, ArtifactStore artifacts) {
        this.shelf = shelf;
        this.artifacts = artifacts;
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return Capabilities.STORE;
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        return List.of(
                new PlannedStep("carry", Stage.PREPARE, List.of("Carries the release to the shelf.")),
                new PlannedStep("put", Stage.SWITCH, List.of("Puts it on the shelf.")),
                new PlannedStep("look", Stage.SETTLE, List.of("Looks at it.")));
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        Live live = live();
        return live.highest() == 0 ? Optional.empty() : Optional.of(live);
    }

    private Live live() {
        Shelf.Thing thing = shelf.thing();
        // What a hand put there is no release; the one below it is what was deployed.
        while (thing != null && thing.deployment() == 0) {
            thing = thing.before();
        }
        return thing == null
                ? new Live(null, 0, shelf.highest(), "stopped", null, null)
                : new Live(
                        thing.release(), thing.deployment(), shelf.highest(), "healthy", null, null, thing.artifacts());
    }

    @Override
    public Optional<DriftPort> drift(String project, String environment) {
        return Optional.of(() -> shelf.thing() != null && shelf.thing().deployment() == 0
                ? List.of("Somebody put thing " + shelf.thing().id() + " on the shelf.")
                : List.of());
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation) {
        return new Lock() {
            @Override
            public Live live() {
                return ShelfTarget.this.live();
            }

            @Override
            public LeasedDeployment begin(ReleaseSpec spec) {
                return new ShelfDeployment(shelf, artifacts, spec);
            }

            @Override
            public Optional<Settlement> resume(InterruptedDeployment interrupted) {
                boolean unchanged = interrupted.handles().stream()
                        .map(OperationHandle::facts)
                        .anyMatch(facts -> "true".equals(facts.get("unchanged")));
                return Optional.of(new ShelfSettlement(
                        shelf, interrupted.number(), interrupted.release(), interrupted.previous(), unchanged));
            }

            @Override
            public void close() {}
        };
    }
}
