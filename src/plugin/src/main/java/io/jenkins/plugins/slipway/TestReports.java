package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.tasks.junit.JUnitResultArchiver;
import hudson.tasks.junit.pipeline.JUnitResultsStepExecution;
import hudson.tasks.test.PipelineTestDetails;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** Gives the tests of a gate to the page of test results. Only loaded where the junit plugin is installed. */
final class TestReports {
    private static final String FOLDER = "junit";
    private static final int MOST_REPORTS = 10_000;

    private TestReports() {}

    /**
     * The verdict does not depend on it: what cannot be published is said in the log.
     *
     * @throws IOException if the agent is gone
     */
    static void publish(
            @NonNull Run<?, ?> run,
            @CheckForNull FlowNode node,
            @NonNull FilePath workspace,
            @NonNull TaskListener listener,
            @NonNull AgentStep ran,
            @NonNull List<String> reports)
            throws IOException, InterruptedException {
        try {
            List<String> inside = reports.stream()
                    .filter(report -> !StepAssignment.leadsOut(report))
                    .limit(MOST_REPORTS)
                    .toList();
            FilePath directory = ran.assignment().directory(workspace);
            FilePath folder = ran.folder(workspace).child(FOLDER);
            folder.mkdirs();
            folder.act(new Copy(directory.getRemote(), new ArrayList<>(inside)));
            JUnitResultArchiver archiver = new JUnitResultArchiver("*.xml");
            archiver.setAllowEmptyResults(true);
            archiver.setSkipPublishingChecks(true);
            JUnitResultArchiver.parseAndSummarize(
                    archiver, details(node), run, folder, folder.createLauncher(listener), listener);
        } catch (IOException e) {
            if (!AgentTool.isConnected(workspace)) {
                throw e;
            }
            listener.getLogger().println("The tests are not on the page of test results: " + e.getMessage());
        }
    }

    private static PipelineTestDetails details(@CheckForNull FlowNode node) {
        if (node == null) {
            return null;
        }
        List<FlowNode> around = JUnitResultsStepExecution.getEnclosingStagesAndParallels(node);
        PipelineTestDetails details = new PipelineTestDetails();
        details.setNodeId(node.getId());
        details.setEnclosingBlocks(JUnitResultsStepExecution.getEnclosingBlockIds(around));
        details.setEnclosingBlockNames(JUnitResultsStepExecution.getEnclosingBlockNames(around));
        return details;
    }

    /** Names of reports may hold what a pattern cannot: the files are put aside under plain names. */
    private record Copy(String directory, ArrayList<String> reports) implements ControllerToAgentFileCallable<Void> {
        @Override
        public Void invoke(File folder, VirtualChannel channel) throws IOException {
            int number = 0;
            Path root = Path.of(directory).toRealPath();
            for (String report : reports) {
                // A link may lead out of the project, and what it leads to is no report of the project's.
                Path real = root.resolve(report).toRealPath();
                if (real.startsWith(root)) {
                    Files.copy(real, folder.toPath().resolve(number++ + ".xml"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return null;
        }
    }
}
