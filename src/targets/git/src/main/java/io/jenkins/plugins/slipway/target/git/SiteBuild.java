package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes the commit of a release, here and for nobody to see yet. */
record SiteBuild(SiteWork work, SiteRepository repository, ReleaseSpec spec) {
    Publication make(OutputSink log, Cancellation cancellation) throws IOException, InterruptedException {
        SiteState state = work.look(cancellation);
        String head = state.head();
        if (state.live().highest() >= spec.token()) {
            throw new RefusedException("deployment " + state.live().highest() + " was there already, so deployment "
                    + spec.token() + " comes too late");
        }
        Site site = work.site();
        byte[] listing = {};
        if (head != null) {
            repository.nameLike(head);
        }
        repository.init();
        if (head != null) {
            if (site.single()) {
                repository.fetchAll(cancellation);
            } else {
                repository.fetch(1, "blob:none", cancellation);
            }
            listing = repository.listing(head);
        }
        ReleaseSpec.Artifact application = spec.applications().get(0);
        String marker = site.answer() == null ? "" : marker(application);
        SiteFiles files = new SiteFiles(
                        work.context().artifacts(),
                        application.digest(),
                        site.folder(),
                        listing,
                        repository.nameLength())
                .with(
                        site.files(),
                        marker.isEmpty() ? Map.of() : Map.of(Marker.FILE, marker.getBytes(StandardCharsets.UTF_8)));
        int changes = files.changes();
        log.say(files.size() + " files; " + changes + " of them new, changed or gone since what is published.");
        if (head != null && changes == 0 && state.top() != null) {
            return new Publication(head, head, true, marker);
        }
        String tree = head != null && changes == 0 ? repository.tree(head) : repository.importing(head, files::write);
        String commit = repository.commit(
                tree,
                site.single() ? null : head,
                described(application, state, tree).message(subject()),
                work.context().clock().instant().getEpochSecond());
        return new Publication(head, commit, false, marker);
    }

    private SiteCommit described(ReleaseSpec.Artifact application, SiteState state, String tree) {
        Map<String, Digest> artifacts = new HashMap<>();
        artifacts.put(application.application(), application.digest());
        return new SiteCommit(
                spec.project(),
                spec.environment().name(),
                spec.token(),
                spec.release(),
                Math.max(spec.token(), state.live().highest()),
                artifacts,
                settings(),
                spec.commit(),
                tree);
    }

    private String subject() {
        return work.site()
                .message()
                .replace("{release}", Integer.toString(spec.release()))
                .replace("{project}", spec.project())
                .replace("{environment}", spec.environment().name());
    }

    /** The same for the same files, whichever release brings them. */
    private String marker(ReleaseSpec.Artifact application) {
        String settings = settings();
        return "{\"project\": \"" + spec.project() + "\", \"environment\": \""
                + spec.environment().name() + "\", \"application\": \"" + application.application()
                + "\", \"artifact\": \"" + application.digest().value() + "\""
                + (settings.isEmpty() ? "" : ", \"settings\": \"" + settings + "\"") + "}\n";
    }

    private String settings() {
        Injection injection = work.site().files().injection();
        if (injection == null) {
            return "";
        }
        return Digest.of(injection.content()).value();
    }
}
