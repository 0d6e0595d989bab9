package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.QuarantineEvent;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Releases as of the snapshot; marks on them are passed on. */
final class RelayedReleases implements ReleaseRecords {
    private final ReleaseRecords copy;
    private final ChangeFile changes;

    RelayedReleases(ReleaseRecords copy, ChangeFile changes) {
        this.copy = copy;
        this.changes = changes;
    }

    @Override
    public Release release(
            String project, Map<String, Digest> artifacts, JsonNode config, String commit, Instant created, String by) {
        Release release = copy.release(project, artifacts, config, commit, created, by);
        changes.append(new RecordChange.Released(project, artifacts, config, commit, created, by));
        return release;
    }

    @Override
    public void expire(String project, int number, Instant when) {
        throw new IllegalStateException("Releases are expired where the records are kept");
    }

    @Override
    public void quarantine(String project, int number, Release.Quarantine quarantine) {
        copy.quarantine(project, number, quarantine);
        changes.append(new RecordChange.Quarantined(project, number, quarantine));
    }

    @Override
    public void lift(String project, int number, String by, Instant when, String reason) {
        copy.lift(project, number, by, when, reason);
        changes.append(new RecordChange.Lifted(project, number, by, when, reason));
    }

    @Override
    public Optional<Release> find(String project, int number) {
        return copy.find(project, number);
    }

    @Override
    public Optional<Release> newest(String project) {
        return copy.newest(project);
    }

    @Override
    public List<Release> list(String project, int below, int limit) {
        return copy.list(project, below, limit);
    }

    @Override
    public List<Digest> artifacts() {
        return copy.artifacts();
    }

    @Override
    public boolean expired(String project, int number) {
        return copy.expired(project, number);
    }

    @Override
    public List<Release> kept(String project) {
        return copy.kept(project);
    }

    @Override
    public List<QuarantineEvent> quarantines(String project, int number) {
        return copy.quarantines(project, number);
    }
}
