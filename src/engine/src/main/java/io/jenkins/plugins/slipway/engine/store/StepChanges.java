package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the changes that a step wrote down elsewhere, and writes to the records those that a step of its kind can make: of its
 * project, in its environment, of its release, once, in the name of who asked. One that it cannot make ends the following; the
 * ones before it stay. Keeps how far it came, and may be stored between two calls; if that was not stored, what is read again
 * changes nothing.
 */
public final class StepChanges implements Serializable {
    private static final long serialVersionUID = 1L;

    /** More than any step makes: a deployment and its rollback make about ten. */
    private static final int MOST = 1_000;

    private final StepScope scope;
    private final ArrayList<Integer> begun = new ArrayList<>();
    private final ArrayList<Integer> quarantined = new ArrayList<>();
    private long offset;
    private int count;
    private @Nullable Integer release;
    private Verdict.@Nullable Status verdict;
    private boolean refused;

    public StepChanges(StepScope scope) {
        this.scope = scope;
    }

    /** Whether an artifact is known to be one of the step's project. */
    @FunctionalInterface
    public interface Artifacts {
        /** Whether the project made these bytes for that application. */
        boolean made(String application, Digest digest);

        /** For steps that make no releases. */
        static Artifacts none() {
            return (application, digest) -> false;
        }
    }

    /**
     * Takes over what was written since the last call, as far as it is whole and not too much at once. Whoever keeps the stream
     * waiting keeps only the caller waiting.
     *
     * @param rest of the file from some offset on; it is read no further than needed
     * @param from that offset; if something was taken over meanwhile, nothing is now
     * @param now of the records' clock
     * @return how many changes were taken over; if any, there may be more
     * @throws RefusedException if one of them is not a change that the step can make; no later call takes any
     */
    public int follow(InputStream rest, long from, SqlRecords records, Artifacts artifacts, Instant now)
            throws IOException {
        requireTrust();
        List<byte[]> lines = new ArrayList<>();
        RefusedException bad = null;
        try {
            ChangeLines reader = new ChangeLines(rest);
            long bytes = 0;
            for (byte[] line = reader.next(); line != null; line = bytes > ChangeLines.LONGEST ? null : reader.next()) {
                lines.add(line);
                bytes += line.length + 1L;
            }
        } catch (RefusedException e) {
            bad = e;
        }
        return takeAll(lines, bad, from, records, artifacts, now);
    }

    private synchronized int takeAll(
            List<byte[]> lines,
            @Nullable RefusedException bad,
            long from,
            SqlRecords records,
            Artifacts artifacts,
            Instant now) {
        if (from != offset) {
            return 0;
        }
        try {
            for (byte[] line : lines) {
                take(ChangeFile.change(line), records, artifacts, now);
                offset += line.length + 1L;
            }
            if (bad != null) {
                throw bad;
            }
        } catch (RefusedException e) {
            refused = true;
            throw e;
        }
        return lines.size();
    }

    /**
     * Takes over one change.
     *
     * @throws RefusedException if the step cannot make it; nothing was changed
     */
    public synchronized void take(RecordChange change, SqlRecords records, Artifacts artifacts, Instant now) {
        requireTrust();
        ChangeRefusal refusal = new ChangeRefusal(scope);
        if (!change.project().equals(scope.project())) {
            throw refusal.of("a change of project ‘" + change.project() + "’", "it is another project");
        }
        if (++count > MOST) {
            throw refusal.of("more than " + MOST + " changes", "no step makes so many");
        }
        RecordChanges writer = new RecordChanges(records);
        DeploymentRules deployments = new DeploymentRules(scope, begun, quarantined, records, now);
        if (change instanceof RecordChange.Released made) {
            RecordChange.Released checked = new ReleaseRules(scope, now).check(made, release != null, artifacts);
            Release written = writer.release(checked);
            release = written.number();
        } else if (change instanceof RecordChange.Begun started) {
            Deployment checked = deployments.begin(started.deployment());
            writer.apply(new RecordChange.Begun(checked));
            begun.add(checked.number());
        } else if (change instanceof RecordChange.DataNoted data) {
            writer.apply(deployments.data(data));
        } else if (change instanceof RecordChange.Ended ended) {
            writer.apply(deployments.end(ended));
        } else if (change instanceof RecordChange.Quarantined mark) {
            writer.apply(deployments.quarantine(mark));
            quarantined.add(mark.release());
        } else if (change instanceof RecordChange.Judged judged) {
            Verdict checked = new VerdictRules(scope, records, now).check(judged.verdict(), verdict != null);
            writer.apply(new RecordChange.Judged(checked));
            verdict = checked.status();
        } else if (change instanceof RecordChange.Lifted lifted) {
            throw refusal.of(
                    "that release " + lifted.release() + " is good after all", "a quarantine is lifted by people only");
        }
    }

    private synchronized void requireTrust() {
        if (refused) {
            throw new ChangeRefusal(scope).of("something that was refused", "nothing more of it is taken over");
        }
    }

    /** From now on nothing is taken over any more, such as after the environment was given to somebody else. */
    public synchronized void close() {
        refused = true;
    }

    /** Whether nothing is taken over any more. */
    public synchronized boolean isClosed() {
        return refused;
    }

    /** Not while a change is taken over. */
    private synchronized void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
    }

    /** How many bytes of the file were taken over. */
    public synchronized long offset() {
        return offset;
    }

    public StepScope scope() {
        return scope;
    }

    /** The number that the release of a build has in the records; null if there is none yet. */
    public synchronized @Nullable Integer release() {
        return release;
    }

    /** The verdict of a gate, as it is in the records; null if there is none yet. */
    public synchronized Verdict.@Nullable Status verdict() {
        return verdict;
    }

    /** Numbers of the deployments that the step began, in their order. */
    public synchronized List<Integer> deployments() {
        return List.copyOf(begun);
    }
}
