package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.process.TerminalStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import tools.jackson.databind.JsonNode;

/** What is done with what a step has brought: kept with the run, and turned into the step's end. */
final class StepCompletion {
    private final Run<?, ?> run;
    private final FilePath workspace;
    private final TaskListener listener;

    @CheckForNull
    private final FlowNode node;

    /** @param node of the step in its pipeline, or null in a freestyle job */
    StepCompletion(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull TaskListener listener,
            @CheckForNull FlowNode node) {
        this.run = run;
        this.workspace = workspace;
        this.listener = listener;
        this.node = node;
    }

    /**
     * Takes from the agent what is to be kept with the run. May be done again, such as when the connection broke in the middle.
     *
     * @throws IOException if the agent is gone
     */
    void keep(@NonNull JsonNode document, @NonNull AgentStep ran) throws IOException, InterruptedException {
        new RunArchive(run, workspace, listener).keep(ran, document);
        if (document.path("junit").size() > 0 && Jenkins.get().getPlugin("junit") != null) {
            TestReports.publish(run, node, workspace, listener, ran, JsonDocuments.strings(document.path("junit")));
        }
    }

    /**
     * The step's value, for which no agent is needed.
     *
     * @param exit the command's exit code
     * @throws hudson.AbortException if the command did not do what was asked; the message is for the user
     */
    @NonNull
    Serializable of(@NonNull StepWork work, int exit, @NonNull JsonNode document) throws IOException {
        StepPreparation.label(node, work, JsonDocuments.integer(document.path("release")));
        // The document is the agent's.
        StepSummary.say(
                work,
                document,
                new PrintStream(new TerminalStream(listener.getLogger(), false), true, StandardCharsets.UTF_8));
        ArtifactMarks.put(run, work, document, listener);
        return StepOutcome.of(work, exit, document, run, node);
    }
}
