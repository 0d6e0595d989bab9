package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import hudson.FilePath;
import hudson.model.Slave;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed while an agent is away knows, when both are back, what became of the command there. */
class KilledControllerTest {
    private static final String AGENT = "remote";
    private static final InboundAgentExtension.Options OPTIONS =
            InboundAgentExtension.Options.newBuilder().name(AGENT).build();

    @RegisterExtension
    final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions(
                    "-Xmx512m",
                    // As in production: in a test, Jenkins waits a quarter of a minute for an agent.
                    "-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=300000");

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private String root;

    @BeforeEach
    void a_deployment_is_at_work_on_an_agent_that_is_lost() throws Throwable {
        jenkins.startJenkins();
        agents.createAgent(jenkins, AGENT);
        root = jenkins.runRemotely(KilledControllerTest::rootOfAgent);
        jenkins.runRemotely(KilledControllerTest::begin);
        agents.stop(jenkins, AGENT);
        jenkins.runRemotely(KilledControllerTest::awaitLoss);
    }

    @AfterEach
    void stopHost() throws Exception {
        Guestbook.stopHost(Path.of(root));
    }

    private static String rootOfAgent(JenkinsRule j) {
        return ((Slave) j.jenkins.getNode(AGENT)).getRemoteFS();
    }

    private static void begin(JenkinsRule j) throws Throwable {
        WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
        FilePath workspace = ((Slave) j.jenkins.getNode(AGENT)).getWorkspaceFor(job);
        SlowEverywhere.writeTo(workspace, 0);
        FilePath config = workspace.child(".slipway/config.yaml");
        config.write(config.readToString().replaceFirst("(?s)(deploy: \\|.*?)sleep 0", "$1sleep 10"), "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node('remote') { buildApp() }", true));
        j.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node('remote') { deployEnv environment: 'staging' }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the deployment began, time 1", run);
    }

    private static void awaitLoss(JenkinsRule j) throws Throwable {
        j.waitForMessage("is not connected; the command goes on there", run(j));
    }

    private static WorkflowRun run(JenkinsRule j) {
        return j.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(2);
    }

    /** The page of the job as text. */
    private static String environments(JenkinsRule j) throws Exception {
        return j.createWebClient().goTo("job/slow/slipway/").asNormalizedText().replaceAll("\\s+", " ");
    }

    private static void assertStillWaiting(JenkinsRule j) throws Throwable {
        assertThat(run(j).isBuilding(), is(true));
        assertThat(environments(j), containsString("staging Release none "));
    }

    private static void assertHeld(JenkinsRule j) throws Throwable {
        assertThat(run(j).isBuilding(), is(false));
        assertThat(environments(j), containsString("slow #2"));
    }

    private static void abort(JenkinsRule j) throws Throwable {
        run(j).doStop();
        j.waitForCompletion(run(j));
    }

    private static void assertDeployedOnce(JenkinsRule j) throws Throwable {
        j.assertBuildStatusSuccess(j.waitForCompletion(run(j)));
        assertThat(environments(j), containsString("By deployment 1, "));
        assertThat(JenkinsRule.getLog(run(j)), not(containsString("time 2")));
        FilePath deployments = j.jenkins.getNode(AGENT).getRootPath().child("slipway-agent/journal/slow/staging");
        assertThat("one deployment", deployments.list().toArray(), arrayWithSize(1));
    }

    /** The next deployment waits until nothing is at work there, and is the only one that is live. */
    private static void assertFreeAgain(JenkinsRule j) throws Throwable {
        WorkflowJob job = j.jenkins.getItemByFullName("slow", WorkflowJob.class);
        j.buildAndAssertSuccess(job);
        assertThat(environments(j), containsString("By deployment 2, "));
        assertThat(environments(j), not(containsString("slow #2")));
    }

    @Test
    void the_step_goes_on_waiting_and_ends_as_the_command_did() throws Throwable {
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::assertStillWaiting);

        agents.start(jenkins, OPTIONS);

        jenkins.runRemotely(KilledControllerTest::assertDeployedOnce);
    }

    @Test
    void an_aborted_step_s_command_still_holds_its_environment_until_it_has_ended() throws Throwable {
        jenkins.runRemotely(KilledControllerTest::abort);
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::assertHeld);

        agents.start(jenkins, OPTIONS);

        jenkins.runRemotely(KilledControllerTest::assertFreeAgain);
    }
}
