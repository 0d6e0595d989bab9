package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** Puts a release on a {@link Shelf}. */
@NullUnmarked
final class ShelfDeployment implements LeasedDeployment {
    private final Shelf shelf;
    private final ArtifactStore artifacts;
    private final ReleaseSpec spec;
    private final Shelf.Thing expected;
    private final Map<String, Digest> digests = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();

    ShelfDeployment(Shelf shelf, ArtifactStore artifacts, ReleaseSpec spec) {
        this.shelf = shelf;
        this.artifacts = artifacts;
        this.spec = spec;
        this.expected = shelf.thing();
        spec.applications().forEach(one -> digests.put(one.application(), one.digest()));
    }

    private boolean unchanged() {
        return expected != null && expected.artifacts().equals(digests);
    }

    @Override
    public Operation operation(PlannedStep step) {
        boolean unchanged = unchanged();
        OperationHandle handle = new OperationHandle(
                step.name(),
                step.place(),
                step.name().equals("put") ? Map.of("unchanged", Boolean.toString(unchanged)) : Map.of());
        return new Operation() {
            @Override
            public OperationHandle handle() {
                return handle;
            }

            @Override
            public StepResult run(OutputSink log, Cancellation cancellation) {
                switch (step.name()) {
                    case "carry" -> carry();
                    case "put" -> put(unchanged, log);
                    default -> log.say("It lies there.");
                }
                return StepResult.DONE;
            }
        };
    }

    private void carry() {
        digests.forEach((application, digest) -> {
            try {
                Path to = Files.createTempDirectory("carry").resolve("tree");
                artifacts.unpack(digest, to, ArtifactStore.Progress.none());
                texts.put(application, Files.readString(to.resolve("version")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void put(boolean unchanged, OutputSink log) {
        if (unchanged) {
            log.say("Nothing to put: it lies there already.");
        } else if (!shelf.replace(expected, spec.token(), spec.release(), digests, texts)) {
            throw new RefusedException("something else lies on the shelf by now");
        }
    }

    private Settlement settlement() {
        Integer previous = expected == null ? null : Integer.valueOf(expected.release());
        return new ShelfSettlement(shelf, spec.token(), spec.release(), previous, unchanged());
    }

    @Override
    public boolean isSwitched() {
        return settlement().isSwitched();
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
        return settlement().restore(reason, log);
    }

    @Override
    public DeploymentOutcome keep(String reason) {
        return new DeploymentOutcome.Kept(spec.token(), reason);
    }

    @Override
    public void commit() {
        settlement().commit();
    }

    @Override
    public List<String> urls() {
        return List.of();
    }
}
