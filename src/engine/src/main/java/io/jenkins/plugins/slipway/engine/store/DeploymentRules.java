package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.Kind;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments a step may begin and end: its own, in its environment, of its release; the rollback of that if it failed its
 * watch; and the ends of those that nobody works on.
 */
final class DeploymentRules {
    /** As far as a rollback looks back. */
    private static final int LOOK_BACK = 1_000;

    /** How many more deployments a target may have seen than the records. */
    private static final int AHEAD = 1_000_000;

    private static final int LONGEST_REASON = 20_000;
    private static final int LONGEST_VALUE = 4_096;
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_PHASES = 200;

    /** A step of a target, with the place that performed it where there are several. */
    private static final Pattern PHASE = Pattern.compile("(" + Names.EXPRESSION + "\\.)?[a-z][a-z0-9_-]{0,62}");

    private final StepScope scope;
    private final ChangeRefusal refusal;
    private final List<Integer> begun;
    private final List<Integer> quarantined;
    private final SqlRecords records;
    private final Instant now;

    /**
     * @param begun deployments that the step has begun so far
     * @param quarantined releases that it has marked so far
     */
    DeploymentRules(StepScope scope, List<Integer> begun, List<Integer> quarantined, SqlRecords records, Instant now) {
        this.scope = scope;
        this.refusal = new ChangeRefusal(scope);
        this.begun = begun;
        this.quarantined = quarantined;
        this.records = records;
        this.now = now;
    }

    Deployment begin(Deployment there) {
        String what = "the begin of " + name(there.environment(), there.number()) + " of release " + there.release();
        requireHere(there.environment(), what);
        requireKind(there, what);
        requireRelease(there, what);
        requireNumber(there, what);
        refusal.requireTime(what, there.started(), now);
        return new Deployment(
                there.project(),
                there.environment(),
                there.number(),
                there.kind(),
                there.release(),
                known(there.previous()),
                State.RUNNING,
                there.started(),
                null,
                scope.by(),
                Texts.plain(there.reason(), LONGEST_REASON),
                "",
                Map.of(),
                Map.of(),
                List.of());
    }

    private void requireKind(Deployment there, String what) {
        boolean deploys = scope.verb() == StepScope.Verb.DEPLOY;
        if (!deploys && scope.verb() != StepScope.Verb.ROLLBACK) {
            throw refusal.of(what, "only deployments and rollbacks begin one");
        }
        if (begun.isEmpty()) {
            if (there.kind() != (deploys ? Kind.DEPLOY : Kind.ROLLBACK)) {
                throw refusal.of(what, "it is a " + there.kind());
            }
            return;
        }
        Deployment first = find(begun.get(0));
        boolean back = begun.size() == 1
                && there.kind() == Kind.ROLLBACK
                && first != null
                && first.state() == State.LIVE
                && Integer.valueOf(first.release()).equals(there.previous());
        if (!back) {
            throw refusal.of(what, "the step began one already, and this is no rollback of it");
        }
    }

    private void requireRelease(Deployment there, String what) {
        Integer asked = scope.release();
        if (there.kind() == Kind.DEPLOY && !Integer.valueOf(there.release()).equals(asked)) {
            throw refusal.of(
                    what, asked == null ? "there was no release to deploy" : "the step deploys release " + asked);
        }
        if (there.kind() == Kind.ROLLBACK) {
            if (begun.isEmpty() && asked != null && asked != there.release()) {
                throw refusal.of(what, "the step goes back to release " + asked);
            }
            if (!wasLive(there.release())) {
                throw refusal.of(what, "that release was never live there, so going to it is no rollback");
            }
        }
        Release release = records.releases()
                .find(scope.project(), there.release())
                .orElseThrow(() -> refusal.of(what, "there is no such release"));
        Release.Quarantine quarantine = release.quarantine();
        // Marked only after the step began: the step could not know.
        if (quarantine != null && quarantine.since().isBefore(scope.begun())) {
            throw refusal.of(what, "that release is in quarantine");
        }
    }

    private void requireNumber(Deployment there, String what) {
        if (begun.contains(there.number())) {
            throw refusal.of(what, "it was begun already");
        }
        int newest = records.deployments().history(scope.project(), scope.environment(), 1).stream()
                .mapToInt(Deployment::number)
                .findFirst()
                .orElse(0);
        // One that is there already is either this very one, read again after a crash, or refused where it is written.
        boolean known = find(there.number()) != null;
        if (there.number() < 1 || there.number() - (long) newest > AHEAD || (there.number() <= newest && !known)) {
            throw refusal.of(what, "the newest one is " + newest);
        }
    }

    RecordChange.DataNoted data(RecordChange.DataNoted data) {
        String what = "data of " + name(data.environment(), data.number());
        requireHere(data.environment(), what);
        if (!begun.contains(data.number())) {
            throw refusal.of(what, "the step did not begin that one");
        }
        Stream.of(data.versions(), data.backups()).forEach(values -> {
            if (values.size() > MOST_ENTRIES) {
                throw refusal.of(what, "it is of " + values.size() + " applications");
            }
            values.forEach((application, value) -> {
                if (!Names.isPlain(application)
                        || value.length() > LONGEST_VALUE
                        || value.chars().anyMatch(Texts::isOrder)) {
                    throw refusal.of(what + ", application ‘" + application + "’", "no data looks like that");
                }
            });
        });
        return data;
    }

    RecordChange.Ended end(RecordChange.Ended ended) {
        String what = "the end of " + name(ended.environment(), ended.number()) + " as " + ended.state();
        requireHere(ended.environment(), what);
        if (!begun.contains(ended.number()) && !scope.abandoned().contains(ended.number())) {
            throw refusal.of(what, "the step did not begin that one, and somebody else may be at work on it");
        }
        Deployment here = find(ended.number());
        if (here == null || ended.state() == State.RUNNING) {
            throw refusal.of(what, "that is no end");
        }
        if (here.state() != State.RUNNING && here.state() != ended.state()) {
            throw refusal.of(what, "it has ended as " + here.state());
        }
        refusal.requireTime(what, ended.ended(), now);
        if (ended.phases().size() > MOST_PHASES) {
            throw refusal.of(what, "it has " + ended.phases().size() + " phases");
        }
        for (PhaseRun phase : ended.phases()) {
            if (!PHASE.matcher(phase.name()).matches()
                    || !(phase.seconds() >= 0)
                    || Double.isInfinite(phase.seconds())) {
                throw refusal.of(what + " after phase ‘" + phase.name() + "’", "there is no such phase");
            }
        }
        return new RecordChange.Ended(
                ended.project(),
                ended.environment(),
                ended.number(),
                ended.state(),
                ended.ended(),
                Texts.plain(ended.message(), LONGEST_REASON),
                ended.phases());
    }

    /** Only a rollback marks a release: the one that it went away from. */
    RecordChange.Quarantined quarantine(RecordChange.Quarantined mark) {
        String what = "a quarantine of release " + mark.release();
        if (quarantined.contains(mark.release())) {
            throw refusal.of(what, "the step has marked it already");
        }
        Deployment rollback = Stream.concat(begun.stream(), scope.abandoned().stream())
                .map(this::find)
                .filter(each -> each != null
                        && each.kind() == Kind.ROLLBACK
                        && Integer.valueOf(mark.release()).equals(each.previous())
                        && each.release() != mark.release())
                .findFirst()
                .orElseThrow(() -> refusal.of(what, "no rollback of this step went away from it"));
        refusal.requireTime(what, mark.quarantine().since(), now);
        return new RecordChange.Quarantined(
                mark.project(),
                mark.release(),
                new Release.Quarantine(
                        rollback.by(),
                        mark.quarantine().since(),
                        Texts.plain(mark.quarantine().reason(), LONGEST_REASON)));
    }

    private void requireHere(String environment, String what) {
        if (!environment.equals(scope.environment())) {
            throw refusal.of(what, "it is another environment");
        }
    }

    private boolean wasLive(int release) {
        return history().anyMatch(each -> each.state() == State.LIVE && each.release() == release);
    }

    /** What was live there before, if the records have ever heard of it: a target may be older than they are. */
    private @Nullable Integer known(@Nullable Integer previous) {
        return previous != null && history().anyMatch(each -> each.release() == previous) ? previous : null;
    }

    private Stream<Deployment> history() {
        return records.deployments().history(scope.project(), scope.environment(), LOOK_BACK).stream();
    }

    private @Nullable Deployment find(int number) {
        return records.deployments()
                .find(scope.project(), scope.environment(), number)
                .orElse(null);
    }

    private static String name(String environment, int number) {
        return "deployment " + environment + "/" + number;
    }
}
