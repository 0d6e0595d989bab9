package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.is;

import hudson.model.Result;
import hudson.model.Run;
import java.io.File;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller restart neither loses nor repeats work. */
class RestartTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void a_build_goes_on_while_the_controller_restarts_and_is_not_repeated() throws Throwable {
        sessions.then(j -> {
            WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
            SlowProject.writeTo(j.jenkins.getWorkspaceFor(job), 8);
            job.setDefinition(
                    new CpsFlowDefinition("node { def app = buildApp(); echo \"release ${app.release}\" }", true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("the hook began", run);
        });
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(1);
            j.assertBuildStatus(Result.SUCCESS, j.waitForCompletion((Run<?, ?>) run));
            j.assertLogContains("the hook ended", run);
            j.assertLogContains("release 1", run);
            File builds = new File(j.jenkins.getRootDir(), "slipway-agent/journal/slow/build");
            assertThat("the command ran once", builds.list(), arrayWithSize(1));
            assertThat(SlipwayStore.get().records().releases().list("slow", 10).size(), is(1));
        });
    }
}
