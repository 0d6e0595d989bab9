package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Fingerprint;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import tools.jackson.databind.JsonNode;

/** Makes each artifact a fingerprint, so that Jenkins tells which builds made, judged and deployed it, and where it went live. */
final class ArtifactMarks {
    /** Jenkins names fingerprints by 32 hexadecimal digits; these are the first half of the artifact's SHA-256. */
    private static final int DIGITS = 32;

    private ArtifactMarks() {}

    /** The step does not depend on it: what cannot be marked is said in the log. */
    static void put(
            @NonNull Run<?, ?> run,
            @NonNull StepWork work,
            @NonNull JsonNode document,
            @NonNull TaskListener listener) {
        Integer number = JsonDocuments.integer(document.path("release"));
        if (number == null || document.path("dryRun").asBoolean(false)) {
            return;
        }
        String project = Requester.project(work.project(), run.getParent());
        Optional<Release> release = SlipwayStore.get().records().releases().find(project, number);
        if (release.isEmpty()) {
            return;
        }
        try {
            Map<String, String> marks = new LinkedHashMap<>();
            for (Map.Entry<String, Digest> artifact : release.get().artifacts().entrySet()) {
                Fingerprint mark = mark(run, work, document, artifact.getKey(), artifact.getValue(), project);
                marks.put(project + "/" + artifact.getKey(), mark.getHashString());
                if (document.path("state").asString("").equals("LIVE") && isLive(project, work, document)) {
                    mark.getPersistedFacets().add(new DeploymentFacet(mark, project, work, document, run));
                }
            }
            Fingerprinter.FingerprintAction action = run.getAction(Fingerprinter.FingerprintAction.class);
            if (action == null) {
                run.addAction(new Fingerprinter.FingerprintAction(run, marks));
            } else {
                action.add(marks);
            }
        } catch (IOException e) {
            listener.getLogger().println("The artifacts’ fingerprints were not noted: " + e.getMessage());
        }
    }

    private static boolean isLive(String project, StepWork work, JsonNode document) {
        Integer deployment = JsonDocuments.integer(document.path("deployment"));
        return deployment != null
                && SlipwayStore.get()
                        .records()
                        .deployments()
                        .find(project, work.environment(), deployment)
                        .filter(each -> each.state() == Deployment.State.LIVE)
                        .isPresent();
    }

    private static Fingerprint mark(
            Run<?, ?> run, StepWork work, JsonNode document, String application, Digest digest, String project)
            throws IOException {
        boolean made = false;
        if (work.verb() == StepWork.Verb.BUILD) {
            for (JsonNode each : document.path("applications")) {
                made |= each.path("name").asString("").equals(application)
                        && !each.path("reused").asBoolean(false);
            }
        }
        Fingerprint mark = Jenkins.get()
                .getFingerprintMap()
                .getOrCreate(
                        made ? run : null,
                        project + "/" + application,
                        digest.hex().substring(0, DIGITS));
        mark.addFor(run);
        return mark;
    }
}
