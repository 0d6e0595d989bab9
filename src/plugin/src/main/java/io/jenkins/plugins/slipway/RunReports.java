package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import tools.jackson.databind.JsonNode;

/** Adds the documents of a run's steps to the run's page. */
final class RunReports {
    private RunReports() {}

    static synchronized void add(
            @NonNull Run<?, ?> run, @NonNull StepWork work, @CheckForNull FlowNode node, @NonNull JsonNode document) {
        SlipwayReport report = run.getAction(SlipwayReport.class);
        if (report == null) {
            report = new SlipwayReport(run);
            run.addAction(report);
        }
        String project = Requester.project(work.project(), run.getParent());
        Integer deployment = JsonDocuments.integer(document.path("deployment"));
        if (deployment != null && work.switches()) {
            DeploymentRuns.note(project, work.environment(), deployment, run);
        }
        report.add(work, project, node == null ? null : node.getId(), document.toString());
    }
}
