package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import java.io.File;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
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

    @Test
    void a_deployment_takes_the_release_of_its_own_parallel_branch_also_after_a_restart() throws Throwable {
        sessions.then(j -> {
            WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
            for (String branch : List.of("one", "two")) {
                FilePath folder = j.jenkins.getWorkspaceFor(job).child(branch);
                SlowProject.writeTo(folder, 0);
                folder.child("app/source.txt").write(branch, "UTF-8");
            }
            job.setDefinition(new CpsFlowDefinition("""
                    def launch = { name -> dir(name) {
                        def app = buildApp project: 'shop'
                        semaphore name
                        def live = deployEnv environment: 'staging', project: 'shop', dryRun: true
                        echo "${name} made ${app.release} and took ${live.release}"
                    } }
                    node { parallel one: { launch 'one' }, two: { launch 'two' } }
                    """, true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("one/1", run);
            SemaphoreStep.waitForStart("two/1", run);
        });
        sessions.then(j -> {
            SemaphoreStep.success("one/1", null);
            SemaphoreStep.success("two/1", null);
            WorkflowRun run =
                    j.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(1);
            j.assertBuildStatus(Result.SUCCESS, j.waitForCompletion((Run<?, ?>) run));
            String log = JenkinsRule.getLog(run);
            assertThat(log, matchesPattern("(?s).*one made (\\d+) and took \\1\\b.*"));
            assertThat(log, matchesPattern("(?s).*two made (\\d+) and took \\1\\b.*"));
            assertThat(SlipwayStore.get().records().releases().list("shop", 10).size(), is(2));
        });
    }
}
