package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import tools.jackson.databind.JsonNode;

/** Adds the documents of a run's steps to the run's page. */
final class Reports {
    private Reports() {}

    static synchronized void add(@NonNull Run<?, ?> run, @NonNull Work work, @NonNull JsonNode document) {
        SlipwayReport report = run.getAction(SlipwayReport.class);
        if (report == null) {
            report = new SlipwayReport(run);
            run.addAction(report);
        }
        report.add(work.verb().word(), document.toString());
    }
}
