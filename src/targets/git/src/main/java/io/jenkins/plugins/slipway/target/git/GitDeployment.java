package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publishes a release to a site. */
final class GitDeployment implements LeasedDeployment {
    private final SiteWork work;
    private final SiteRepository repository;
    private final ReleaseSpec spec;
    private @Nullable Publication publication;
    private @Nullable GitSettlement settlement;

    GitDeployment(SiteWork work, SiteRepository repository, ReleaseSpec spec) {
        this.work = work;
        this.repository = repository;
        this.spec = spec;
    }

    @Override
    public Operation operation(PlannedStep step) {
        Publication ready = publication;
        Map<String, String> facts = step.name().equals(GitTarget.COMMIT) || ready == null
                ? Map.of(Publication.WORK, repository.name())
                : ready.facts(work.site(), repository.name());
        OperationHandle handle = new OperationHandle(step.name(), step.place(), facts);
        return new Operation() {
            @Override
            public OperationHandle handle() {
                return handle;
            }

            @Override
            public StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException {
                switch (step.name()) {
                    case GitTarget.COMMIT -> make(log, cancellation);
                    case GitTarget.PUSH -> new SitePush(work, repository).push(made(), log, cancellation);
                    case GitTarget.ANSWER -> answer(log, cancellation);
                    default -> throw new IllegalStateException("no step " + step.name());
                }
                return StepResult.DONE;
            }
        };
    }

    private void make(OutputSink log, Cancellation cancellation) throws InterruptedException {
        try {
            publication = new SiteBuild(work, repository, spec).make(log, cancellation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Publication made() {
        Publication ready = publication;
        if (ready == null) {
            throw new IllegalStateException("no commit was made for deployment " + spec.token());
        }
        return ready;
    }

    private void answer(OutputSink log, Cancellation cancellation) throws InterruptedException {
        Site.Answer answer = work.site().answer();
        if (answer != null) {
            new Marker(answer, made().marker()).await(cancellation);
            log.say(answer.url() + " answers with this release.");
        }
    }

    private GitSettlement settlement() {
        GitSettlement known = settlement;
        if (known == null) {
            known = new GitSettlement(
                    work,
                    repository,
                    new GitSettlement.Asked(spec.token(), spec.release(), null),
                    () -> publication,
                    false);
            settlement = known;
        }
        return known;
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
        Publication ready = made();
        settlement().commit();
        if (ready.unchanged()) {
            try {
                Map<String, Digest> artifacts = new TreeMap<>();
                spec.applications().forEach(one -> artifacts.put(one.application(), one.digest()));
                work.noteSame(ready.commit(), artifacts);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public List<String> urls() {
        Site.Answer answer = work.site().answer();
        return answer == null ? List.of() : List.of(answer.url() + "/");
    }
}
