package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.InterruptedDeployment;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work on a site; who else is at work there is told by the lease that holds the environment, and by the server. */
final class GitLock implements Lock {
    private final SiteWork work;
    private @Nullable SiteRepository repository;

    GitLock(SiteWork work) {
        this.work = work;
    }

    @Override
    public Live live() {
        return work.look(Cancellation.never()).live();
    }

    @Override
    public LeasedDeployment begin(ReleaseSpec spec) {
        SiteRepository own = work.repository();
        repository = own;
        return new GitDeployment(work, own, spec);
    }

    @Override
    public Optional<Settlement> resume(InterruptedDeployment interrupted) {
        Map<String, String> facts = new HashMap<>();
        interrupted.handles().stream().map(OperationHandle::facts).forEach(facts::putAll);
        Optional<SiteRepository> left = work.left(facts.getOrDefault(Publication.WORK, ""));
        left.ifPresent(SiteRepository::endLeftProcess);
        SiteRepository own = left.orElseGet(work::repository);
        repository = own;
        Publication publication = Publication.of(facts);
        return Optional.of(new GitSettlement(
                work,
                own,
                new GitSettlement.Asked(interrupted.number(), interrupted.release(), interrupted.previous()),
                () -> publication,
                true));
    }

    @Override
    public void close() {
        SiteRepository own = repository;
        if (own != null) {
            own.delete();
        }
    }
}
