package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import hudson.FilePath;
import hudson.model.Slave;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the steps cost beside what everybody uses, as ratios from one run. Only when asked for: {@code -Dslipway.bench=true}. */
@WithJenkins
@EnabledIfSystemProperty(named = "slipway.bench", matches = "true")
class StepBench {
    private static final Pattern MEASURED = Pattern.compile("usual (\\d+) ms, slipway (\\d+) ms");
    private static final int MEGABYTES = Integer.getInteger("slipway.bench.megabytes", 1024);

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void a_build_of_nothing_new_beside_an_empty_shell_step(JenkinsRule j) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "nothing");
        FilePath workspace = j.jenkins.getWorkspaceFor(job);
        workspace.mkdirs();
        Guestbook.copyTo(workspace);

        double ratio = ratio(j, job, """
                node {
                  buildApp(); sh 'true'
                  long usual = 0, slipway = 0
                  for (int i = 0; i < 50; i++) {
                    long a = System.currentTimeMillis()
                    sh 'true'
                    long b = System.currentTimeMillis()
                    buildApp()
                    usual += b - a
                    slipway += System.currentTimeMillis() - b
                  }
                  echo "usual ${usual} ms, slipway ${slipway} ms"
                }
                """);

        assertThat(ratio, lessThan(1.5));
    }

    @Test
    void a_large_artifact_on_its_way_to_the_controller_beside_archived_artifacts(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "large");
        FilePath workspace = agent.getWorkspaceFor(job);
        SlowProject.writeTo(workspace, 0);
        FilePath config = workspace.child(".slipway/config.yaml");
        config.write(
                config.readToString()
                        .replace("echo built >", "head -c " + MEGABYTES + "M /dev/urandom > blob; echo built >"),
                "UTF-8");
        resetPeak();

        // What the agent does alone is said by its log, and taken off: making the blob, and freezing it.
        String script = """
                node('remote') {
                  sh 'head -c %dM /dev/urandom > blob'
                  long a = System.currentTimeMillis()
                  archiveArtifacts 'blob'
                  long b = System.currentTimeMillis()
                  sh 'rm blob'
                  long c = System.currentTimeMillis()
                  buildApp()
                  echo "usual ${b - a} ms, slipway ${System.currentTimeMillis() - c} ms"
                }
                """.formatted(MEGABYTES);
        ratio(j, job, script);
        System.out.println("peak of the old generation: " + peakMegabytes() + " MB");
    }

    private static double ratio(JenkinsRule j, WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, false));
        WorkflowRun run = j.buildAndAssertSuccess(job);
        String log = JenkinsRule.getLog(run);
        System.out.println(log);
        Matcher measured = MEASURED.matcher(log);
        assertThat("measured", measured.find());
        return Double.parseDouble(measured.group(2)) / Double.parseDouble(measured.group(1));
    }

    private static void resetPeak() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peakMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .filter(pool ->
                                pool.getName().contains("Old") || pool.getName().contains("Tenured"))
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / 1024
                / 1024;
    }
}
