package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps journal, logs, manifest and report of a step with its run. The originals are taken
 * from where the agent's state lies: the workspace may be gone, and belongs to the sources.
 */
final class RunArchive {
    private static final String REPORT = "result.json";
    private static final String MANIFEST = "manifest.json";

    /** More logs than any step has phases. */
    private static final int MOST_FILES = 200;

    private final Run<?, ?> run;
    private final FilePath workspace;
    private final TaskListener listener;

    RunArchive(@NonNull Run<?, ?> run, @NonNull FilePath workspace, @NonNull TaskListener listener) {
        this.run = run;
        this.workspace = workspace;
        this.listener = listener;
    }

    /**
     * The step does not depend on it: what cannot be kept is said in the log.
     *
     * @throws IOException if the agent is gone
     */
    void keep(@NonNull AgentStep ran, @NonNull JsonNode document) throws IOException, InterruptedException {
        StepWork work = ran.assignment().work();
        String step = RunFiles.step(work.verb().word(), work.environment(), document);
        boolean nothing = document.isEmpty()
                || document.has("error")
                || document.path("dryRun").asBoolean(false);
        if (nothing || step.isEmpty()) {
            return;
        }
        try {
            FilePath folder = ran.folder(workspace);
            String project = ran.assignment().project();
            FetchedFiles fetched = new FetchedFiles(listener, RunFiles.folder(run, project, step));
            fetched.add(folder.child(REPORT), "report.json");
            if (writeManifest(project, document, folder.child(MANIFEST))) {
                fetched.add(folder.child(MANIFEST), MANIFEST);
            }
            FilePath journal = journal(ran.assignment(), document);
            if (journal != null && journal.isDirectory()) {
                int files = 0;
                for (FilePath file : journal.list()) {
                    // A name that is none of the command's is not made a name here.
                    if (Names.isPlain(file.getName()) && files++ < MOST_FILES && !file.isDirectory()) {
                        fetched.add(file, file.getName());
                    }
                }
            }
        } catch (IOException e) {
            if (!AgentTool.isConnected(workspace)) {
                throw e;
            }
            listener.getLogger()
                    .println("Journal and logs were not kept with this build: "
                            + Texts.line(String.valueOf(e.getMessage())));
        }
    }

    @CheckForNull
    private FilePath journal(StepAssignment assignment, JsonNode document) throws IOException {
        FilePath journal = AgentTool.home(workspace).child("journal").child(assignment.project());
        String build = document.path("journal").asString("");
        return switch (assignment.work().verb()) {
            case BUILD -> Names.isPlain(build) ? journal.child("build").child(build) : null;
            case GATE -> null;
            case DEPLOY, ROLLBACK ->
                journal.child(assignment.work().environment())
                        .child(String.valueOf(JsonDocuments.integer(document.path("deployment"))));
        };
    }

    private static boolean writeManifest(String project, JsonNode document, FilePath to)
            throws IOException, InterruptedException {
        Integer number = JsonDocuments.integer(document.path("release"));
        Optional<Release> release = number == null
                ? Optional.empty()
                : SlipwayStore.get().records().releases().find(project, number);
        if (release.isEmpty()) {
            return false;
        }
        ObjectNode manifest = JsonMapper.shared()
                .createObjectNode()
                .put("project", project)
                .put("release", number)
                .put("commit", release.get().commit())
                .put("created", release.get().created().toString());
        ObjectNode artifacts = manifest.putObject("artifacts");
        for (Map.Entry<String, Digest> artifact : release.get().artifacts().entrySet()) {
            artifacts.put(artifact.getKey(), artifact.getValue().value());
        }
        to.write(manifest.toPrettyString() + "\n", "UTF-8");
        return true;
    }
}
