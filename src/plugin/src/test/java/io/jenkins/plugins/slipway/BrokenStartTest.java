package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import hudson.FilePath;
import hudson.model.Slave;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A connection that breaks while a command is being started leaves neither a deployment without an end nor an environment without one. */
@WithJenkins
class BrokenStartTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private static List<Deployment> history() {
        return SlipwayStore.get().records().deployments().history("slow", "staging", 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_the_step_says_then_the_next_one_deploys(long seed, JenkinsRule j) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
        FilePath workspace = agent.getWorkspaceFor(job);
        SlowEverywhere.writeTo(workspace, 0);
        job.setDefinition(new CpsFlowDefinition("node('remote') { buildApp() }", true));
        j.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node('remote') { deployEnv environment: 'staging' }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("] deployEnv", run);
        CompletableFuture<Void> instant = new CompletableFuture<>();
        instant.completeOnTimeout(null, random.nextLong(1_500), TimeUnit.MILLISECONDS)
                .join();

        agents.stop(j, "remote");
        agents.start(j, "remote");

        j.waitForCompletion(run);
        assertThat("at most one began", history().size(), lessThanOrEqualTo(1));
        j.buildAndAssertSuccess(job);
        assertThat(history().get(0).state(), is(Deployment.State.LIVE));
        assertThat(history().stream().noneMatch(each -> each.state() == Deployment.State.RUNNING), is(true));
        assertThat(EnvironmentQueue.get().holder("slow", "staging"), nullValue());
        Guestbook.stopHost(Path.of(agent.getRemoteFS()));
    }
}
