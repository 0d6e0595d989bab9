package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.io.IOException;
import java.time.Instant;
import jenkins.model.Jenkins;

/** What the interface does, as whoever asks; each leaves who, when and why in the records or the log. */
final class ApiActions {
    private ApiActions() {}

    private static String user() {
        return Jenkins.getAuthentication2().getName();
    }

    static ApiAnswer quarantine(@NonNull ApiCall call) throws IOException {
        ReleaseRecords releases = releases(call);
        String reason = call.reason();
        releases.quarantine(
                call.project(), call.number("release"), new Release.Quarantine(user(), Instant.now(), reason));
        return ApiReads.release(call);
    }

    static ApiAnswer lift(@NonNull ApiCall call) throws IOException {
        ReleaseRecords releases = releases(call);
        String reason = call.reason();
        if (releases.find(call.project(), call.number("release")).orElseThrow().quarantine() == null) {
            throw ApiProblem.conflict("Release " + call.number("release") + " is not in quarantine.");
        }
        releases.lift(call.project(), call.number("release"), user(), Instant.now(), reason);
        return ApiReads.release(call);
    }

    /** Of a project that has the release that is named. */
    private static ReleaseRecords releases(ApiCall call) {
        ReleaseRecords releases = SlipwayStore.get().records().releases();
        if (releases.find(call.project(), call.number("release")).isEmpty()) {
            throw ApiProblem.notFound();
        }
        return releases;
    }

    static ApiAnswer takeOver(@NonNull ApiCall call) {
        if (!RunningCommands.get().takeOver(call.project(), call.environment(), user())) {
            throw ApiProblem.conflict(Messages.JobEnvironments_notHeld(call.environment(), call.project()));
        }
        return ApiReads.environment(call);
    }
}
