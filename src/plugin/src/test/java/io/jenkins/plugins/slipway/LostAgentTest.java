package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.Slave;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An environment is not free before the command that works on it has ended, whatever became of its build and its agent. */
@WithJenkins
class LostAgentTest {
    private static final long HOUR = 3_600_000;
    private static final int LONG = 600;

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    /** A deployment of {@code shop} to staging whose hook is at work on the agent {@code remote}. */
    private WorkflowRun deploying(JenkinsRule j, Slave agent) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        writeSlow(agent.getWorkspaceFor(job));
        job.setDefinition(new CpsFlowDefinition("node('remote') { buildApp() }", true));
        j.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node('remote') { deployEnv environment: 'staging' }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook is at work", run);
        return run;
    }

    /** Sources that are built at once, and whose deployment takes long. */
    private static void writeSlow(FilePath workspace) throws Exception {
        SlowEverywhere.writeTo(workspace, 0);
        FilePath config = workspace.child(".slipway/config.yaml");
        String slow = "$1echo the hook is at work; sleep " + LONG;
        config.write(config.readToString().replaceFirst("(?s)(deploy: \\|.*?)sleep 0", slow), "UTF-8");
    }

    /** How long {@code shop} takes to be deployed, in seconds. */
    private static void setDeploymentSeconds(FilePath workspace, int seconds) throws Exception {
        FilePath config = workspace.child(".slipway/config.yaml");
        config.write(config.readToString().replace("sleep " + LONG, "sleep " + seconds), "UTF-8");
    }

    private static List<Deployment> history() {
        return SlipwayStore.get().records().deployments().history("shop", "staging", 10);
    }

    private static CompletableFuture<Void> next(Run<?, ?> run) {
        return EnvironmentQueue.get()
                .ask(
                        new EnvironmentClaim("shop", "staging", "next", run.getExternalizableId(), "QUEUE"),
                        HOUR,
                        holder -> {});
    }

    private static void stopHost(Slave agent) throws Exception {
        Guestbook.stopHost(Path.of(agent.getRemoteFS()));
    }

    @Test
    void an_abort_while_the_agent_is_away_holds_the_environment_until_the_command_has_ended(JenkinsRule j)
            throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowRun run = deploying(j, agent);
        agents.stop(j, "remote");
        j.waitForMessage("is not connected; the command goes on there", run);

        run.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));

        j.assertLogContains("told to stop as soon as the agent is back", run);
        assertThat(EnvironmentQueue.get().holder("shop", "staging"), containsString("shop #2"));
        CompletableFuture<Void> next = next(run);
        assertThat("nobody else gets it", next.isDone(), is(false));
        assertThat(history().get(0).state(), is(Deployment.State.RUNNING));

        agents.start(j, "remote");
        next.get(2, TimeUnit.MINUTES);

        assertThat("its end was followed", history().get(0).state(), not(Deployment.State.RUNNING));
        assertThat(history().get(0).state(), not(Deployment.State.LIVE));
        stopHost(agent);
    }

    @Test
    void a_build_that_is_aborted_and_deleted_leaves_no_command_behind(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowRun run = deploying(j, agent);
        agents.stop(j, "remote");
        j.waitForMessage("is not connected; the command goes on there", run);
        run.doStop();
        j.waitForCompletion(run);
        CompletableFuture<Void> next = next(run.getParent().getBuildByNumber(1));
        run.delete();
        assertThat(next.isDone(), is(false));

        agents.start(j, "remote");
        next.get(2, TimeUnit.MINUTES);
        assertThat(history().get(0).state(), not(Deployment.State.RUNNING));
        stopHost(agent);
    }

    @Test
    void an_environment_whose_agent_never_comes_back_is_taken_over_by_its_page(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        WorkflowRun run = deploying(j, agent);
        assertThat(RunningCommands.get().takeOver("shop", "staging", "ada"), is(false));
        agents.stop(j, "remote");
        j.waitForMessage("is not connected; the command goes on there", run);
        assertThat("its build follows it", RunningCommands.get().takeOver("shop", "staging", "ada"), is(false));
        run.doStop();
        j.waitForCompletion(run);
        File home = new File(agent.getRemoteFS());
        j.jenkins.removeNode(agent);
        CompletableFuture<Void> next = next(run);

        HtmlForm form = j.createWebClient().goTo("job/shop/slipway/").getFormByName("takeOver-shop-staging");
        form.getElementsByTagName("button").get(0).click();

        next.get(1, TimeUnit.MINUTES);
        assertThat(RunningCommands.get().outOfReach(), is(List.of()));
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("--home " + home))
                .forEach(ProcessHandle::destroy);
        Guestbook.stopHost(home.toPath());
    }

    @Test
    void a_freestyle_build_that_loses_its_agent_holds_the_environment_too(JenkinsRule j) throws Exception {
        Slave agent = agents.createAgent(j, "remote");
        FreeStyleProject job = j.createFreeStyleProject("shop");
        job.setAssignedNode(agent);
        writeSlow(agent.getWorkspaceFor(job));
        job.getBuildersList().add(new BuildAppBuilder());
        j.buildAndAssertSuccess(job);
        job.getBuildersList().clear();
        job.getBuildersList().add(new DeployEnvBuilder("staging"));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook is at work", build);

        agents.stop(j, "remote");
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));

        assertThat(EnvironmentQueue.get().holder("shop", "staging"), not(nullValue()));
        CompletableFuture<Void> next = next(build);
        agents.start(j, "remote");
        next.get(2, TimeUnit.MINUTES);
        assertThat(history().get(0).state(), not(Deployment.State.RUNNING));
        stopHost(agent);
    }

    /**
     * More rounds, and others: {@code -Dslipway.kills.rounds=50 -Dslipway.kills.seed=7}. Where the connection breaks in the very
     * call that starts the command, the step says so; everywhere else it goes on.
     */
    @Test
    void a_step_whose_agent_is_killed_at_any_instant_ends_as_its_command_did(JenkinsRule j) throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("slipway.kills.seed", 1));
        Slave agent = agents.createAgent(j, "remote");
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = agent.getWorkspaceFor(job);
        writeSlow(workspace);
        setDeploymentSeconds(workspace, 1);
        job.setDefinition(new CpsFlowDefinition("node('remote') { buildApp() }", true));
        j.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node('remote') { deployEnv environment: 'staging' }", true));
        int live = 0;
        for (int round = Integer.getInteger("slipway.kills.rounds", 3); round > 0; round--) {
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            // From here on it is the step that is hit, and not the block around it.
            j.waitForMessage("[Pipeline] deployEnv", run);
            CompletableFuture<Void> instant = new CompletableFuture<>();
            instant.completeOnTimeout(null, random.nextLong(6_000), TimeUnit.MILLISECONDS)
                    .join();

            agents.stop("remote");
            agents.start(j, "remote");

            j.waitForCompletion(run);
            j.assertLogNotContains("Exception", run);
            boolean unknown = JenkinsRule.getLog(run).contains("whether it was is not known");
            j.assertBuildStatus(unknown ? Result.FAILURE : Result.SUCCESS, run);
            live += unknown ? 0 : 1;
            assertThat("nobody holds it", EnvironmentQueue.get().holder("shop", "staging"), nullValue());
        }
        assertThat(
                history().stream()
                        .filter(each -> each.state() == Deployment.State.LIVE)
                        .count(),
                is((long) live));
        assertThat("none was started twice", history().size(), is(live));
        stopHost(agent);
    }
}
