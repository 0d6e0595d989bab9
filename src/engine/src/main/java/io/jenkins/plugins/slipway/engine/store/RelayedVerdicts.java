package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts since the snapshot, passed on as they are given. */
final class RelayedVerdicts implements VerdictRecords {
    private final VerdictRecords copy;
    private final ChangeFile changes;

    RelayedVerdicts(VerdictRecords copy, ChangeFile changes) {
        this.copy = copy;
        this.changes = changes;
    }

    @Override
    public void add(Verdict verdict) {
        copy.add(verdict);
        changes.append(new RecordChange.Judged(verdict));
    }

    @Override
    public Optional<Verdict> latest(String project, String environment, int release) {
        return copy.latest(project, environment, release);
    }

    @Override
    public Optional<Verdict> latest(String project, String environment, Map<String, Digest> digests) {
        return copy.latest(project, environment, digests);
    }

    @Override
    public List<Verdict> list(String project, String environment, int limit) {
        return copy.list(project, environment, limit);
    }
}
