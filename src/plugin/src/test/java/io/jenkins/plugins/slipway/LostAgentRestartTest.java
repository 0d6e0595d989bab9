package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import hudson.FilePath;
import hudson.model.Slave;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that restarts while an agent is away knows afterwards what may be at work there. */
class LostAgentRestartTest {
    private static final long HOUR = 3_600_000;

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    /** A deployment to staging that is at work on the agent {@code remote} for some seconds, and whose agent is killed. */
    private void lose(JenkinsRule j, int seconds) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = agent.getWorkspaceFor(job);
        SlowEverywhere.writeTo(workspace, 0);
        FilePath config = workspace.child(".slipway/config.yaml");
        String slow = "$1echo the hook is at work; sleep " + seconds;
        config.write(config.readToString().replaceFirst("(?s)(deploy: \\|.*?)sleep 0", slow), "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node('remote') { buildApp() }", true));
        j.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node('remote') { deployEnv environment: 'staging' }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook is at work", run);
        agents.stop(j, "remote");
        j.waitForMessage("is not connected; the command goes on there", run);
    }

    private static WorkflowRun deployment(JenkinsRule j) {
        return j.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(2);
    }

    private static List<Deployment> history() {
        return SlipwayStore.get().records().deployments().history("shop", "staging", 10);
    }

    private static void stopHost(JenkinsRule j) throws Exception {
        Guestbook.stopHost(Path.of(((Slave) j.jenkins.getNode("remote")).getRemoteFS()));
    }

    @Test
    void a_step_goes_on_waiting_for_its_agent_and_ends_as_the_command_did() throws Throwable {
        sessions.then(j -> lose(j, 5));
        sessions.then(j -> {
            WorkflowRun run = deployment(j);
            assertThat(EnvironmentQueue.get().holder("shop", "staging"), containsString("shop #2"));
            agents.start(j, "remote");

            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            assertThat(history().size(), is(1));
            assertThat(history().get(0).state(), is(Deployment.State.LIVE));
            assertThat(EnvironmentQueue.get().holder("shop", "staging"), nullValue());
            stopHost(j);
        });
    }

    @Test
    void a_command_whose_build_was_aborted_still_holds_its_environment() throws Throwable {
        sessions.then(j -> {
            lose(j, 600);
            WorkflowRun run = deployment(j);
            run.doStop();
            j.waitForCompletion(run);
        });
        sessions.then(j -> {
            EnvironmentClaim claim = new EnvironmentClaim(
                    "shop", "staging", "next", deployment(j).getExternalizableId(), "QUEUE");
            CompletableFuture<Void> next = EnvironmentQueue.get().ask(claim, HOUR, holder -> {});
            assertThat("nobody else gets it", next.isDone(), is(false));
            agents.start(j, "remote");

            next.get(2, TimeUnit.MINUTES);
            assertThat(history().get(0).state(), not(Deployment.State.RUNNING));
            assertThat(history().get(0).state(), not(Deployment.State.LIVE));
            stopHost(j);
        });
    }
}
