package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.store.StepChanges.Artifacts;
import java.time.Instant;

/** Which release a step may make: one, of artifacts that its project is known to have made. */
final class ReleaseRules {
    private static final int MOST_APPLICATIONS = 1_000;
    private static final int LONGEST_COMMIT = 200;

    private final StepScope scope;
    private final ChangeRefusal refusal;
    private final Instant now;

    ReleaseRules(StepScope scope, Instant now) {
        this.scope = scope;
        this.refusal = new ChangeRefusal(scope);
        this.now = now;
    }

    RecordChange.Released check(RecordChange.Released made, boolean again, Artifacts artifacts) {
        if (scope.verb() != StepScope.Verb.BUILD) {
            throw refusal.of("a release", "only a build of all applications makes one");
        }
        if (again) {
            throw refusal.of("a second release", "a build makes one");
        }
        if (made.artifacts().isEmpty() || made.artifacts().size() > MOST_APPLICATIONS) {
            throw refusal.of(
                    "a release of " + made.artifacts().size() + " applications", "there are 1 to " + MOST_APPLICATIONS);
        }
        made.artifacts().forEach((application, digest) -> {
            if (!Names.isPlain(application)) {
                throw refusal.of("a release of application ‘" + application + "’", Names.RULE);
            }
            if (!artifacts.made(application, digest)) {
                throw refusal.of(
                        "a release with artifact " + digest.abbreviated() + " as application ‘" + application + "’",
                        "this step did not bring these bytes");
            }
        });
        if (!made.config().isObject()) {
            throw refusal.of("a release without its configuration", "each has one");
        }
        if (made.commit().length() > LONGEST_COMMIT || made.commit().chars().anyMatch(Texts::isOrder)) {
            throw refusal.of("a release of revision ‘" + made.commit() + "’", "that is no name of a revision");
        }
        refusal.requireTime("a release", made.created(), now);
        return new RecordChange.Released(
                made.project(), made.artifacts(), made.config(), made.commit(), made.created(), scope.by());
    }
}
