package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import hudson.FilePath;
import hudson.model.Slave;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Integrity;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The work is done on an agent, and what must last is on the controller. */
@WithJenkins
class AgentTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void an_artifact_built_on_an_agent_is_kept_on_the_controller(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = agent.getWorkspaceFor(job);
        SlowProject.writeTo(workspace, 0);
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent { label 'remote' }
                  stages {
                    stage('Build') { steps { buildApp() } }
                    stage('Again') { steps { script { echo "reused ${buildApp().applications[0].reused}" } } }
                  }
                }
                """, true));

        WorkflowRun run = j.buildAndAssertSuccess(job);

        j.assertLogContains("the hook ended", run);
        j.assertLogContains("reused true", run);
        Release release = SlipwayStore.get().records().releases().newest("shop").orElseThrow();
        Digest artifact = release.artifacts().get("app");
        assertThat(
                SlipwayStore.get().artifacts().verify(artifact, Progress.none()) instanceof Integrity.Intact, is(true));
        assertThat(workspace.child("app/result.txt").exists(), is(false));
    }

    @Test
    void a_step_waits_for_an_agent_that_is_lost_and_its_command_runs_once(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
        SlowProject.writeTo(agent.getWorkspaceFor(job), 12);
        job.setDefinition(new CpsFlowDefinition(
                "node('remote') { def app = buildApp(); echo \"release ${app.release}\" }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook began", run);

        agents.stop(j, "remote");
        j.waitForMessage("is not connected; the command goes on there", run);
        agents.start(j, "remote");

        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("release 1", run);
        FilePath builds = agent.getRootPath().child("slipway-agent/journal/slow/build");
        assertThat(builds.list().size(), is(1));
    }
}
