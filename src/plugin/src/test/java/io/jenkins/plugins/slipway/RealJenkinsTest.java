package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BooleanParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.model.TaskListener;
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

/** In a Jenkins as users run it: its own process, real class loaders, and an agent in a third process. */
class RealJenkinsTest {
    private static final String AGENT = "remote";

    @RegisterExtension
    final RealJenkinsExtension jenkins = new RealJenkinsExtension().javaOptions("-Xmx512m");

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private String root;

    @BeforeEach
    void start() throws Throwable {
        jenkins.startJenkins();
        agents.createAgent(jenkins, AGENT);
        root = jenkins.runRemotely(RealJenkinsTest::rootOfAgent);
    }

    @AfterEach
    void stopHost() throws Exception {
        Guestbook.stopHost(Path.of(root));
    }

    private static String rootOfAgent(JenkinsRule j) {
        return ((Slave) j.jenkins.getNode(AGENT)).getRemoteFS();
    }

    @Test
    void the_example_lives_its_whole_life_on_an_agent() throws Throwable {
        jenkins.runRemotely(RealJenkinsTest::wholeLife);
    }

    private static void wholeLife(JenkinsRule j) throws Throwable {
        j.jenkins.setNumExecutors(0);
        Slave agent = (Slave) j.jenkins.getNode(AGENT);
        WorkflowJob shop = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = agent.getWorkspaceFor(shop);
        Guestbook.copyTo(workspace);
        shop.setDefinition(new CpsFlowDefinition(Guestbook.jenkinsfile(), true));

        WorkflowRun first = j.buildAndAssertSuccess(shop);
        j.assertLogContains("Building, because", first);
        assertThat(environments(j), matchesPattern(liveInProduction(1, 1)));

        int patched = new Launcher.LocalLauncher(TaskListener.NULL)
                .launch()
                .pwd(workspace)
                .cmds("git", "apply", "version-2.patch")
                .join();
        assertThat(patched, is(0));
        WorkflowRun second = j.buildAndAssertSuccess(shop);
        j.assertLogContains("schema 1 -> 2", second);
        assertThat(environments(j), matchesPattern(liveInProduction(2, 2)));

        WorkflowRun back = j.assertBuildStatusSuccess(
                shop.scheduleBuild2(0, new ParametersAction(new BooleanParameterValue("ROLL_BACK", true))));
        j.assertLogContains("schema 2 -> 1", back);
        assertThat(environments(j), matchesPattern(liveInProduction(1, 3)));
        assertThat(environments(j), containsString("asked for in shop #3"));

        WorkflowRun again = j.buildAndAssertStatus(Result.FAILURE, shop);
        j.assertLogContains("is quarantined since", again);
        assertThat(
                j.createWebClient().getPage(again, "slipway").getWebResponse().getContentAsString(),
                containsString("is quarantined since"));

        shop.setDefinition(new CpsFlowDefinition("""
                node('remote') {
                  def staging = rollback environment: 'staging', reason: 'as in production', data: 'down'
                  echo "staging ${staging.state}: ${staging.previous} -> ${staging.release}"
                  def app = buildApp reuse: true
                  echo "release ${app.release}, reused ${app.applications.every { it.reused }}"
                }
                """, true));
        WorkflowRun scripted = j.buildAndAssertSuccess(shop);
        j.assertLogContains("staging LIVE: 2 -> 1", scripted);
        j.assertLogContains("release 2, reused true", scripted);
    }

    private static String liveInProduction(int release, int deployment) {
        return ".*production Release " + release + " Live [^B]*By deployment " + deployment + ", .*";
    }

    /** The page of the job as text. */
    private static String environments(JenkinsRule j) throws Exception {
        return j.createWebClient().goTo("job/shop/slipway/").asNormalizedText().replaceAll("\\s+", " ");
    }

    @Test
    void a_controller_that_is_killed_in_build_deployment_and_gate_neither_loses_nor_repeats_work() throws Throwable {
        jenkins.runRemotely(RealJenkinsTest::startSlowly);
        for (String moment : new String[] {"the build began", "the deployment began", "the gate began"}) {
            jenkins.runRemotely(RealJenkinsTest::awaitMessage, moment);
            jenkins.stopJenkinsForcibly();
            jenkins.startJenkins();
        }
        jenkins.runRemotely(RealJenkinsTest::assertOnce);
    }

    private static void startSlowly(JenkinsRule j) throws Throwable {
        WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
        SlowEverywhere.writeTo(((Slave) j.jenkins.getNode(AGENT)).getWorkspaceFor(job), 10);
        job.setDefinition(new CpsFlowDefinition("""
                node('remote') {
                  def app = buildApp()
                  def live = deployEnv environment: 'staging', release: app.release
                  def verdict = qualityGate environment: 'staging'
                  echo "release ${app.release} ${live.state} ${verdict.status}"
                }
                """, true));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void awaitMessage(JenkinsRule j, String message) throws Throwable {
        j.waitForMessage(message, run(j));
    }

    private static WorkflowRun run(JenkinsRule j) {
        return j.jenkins.getItemByFullName("slow", WorkflowJob.class).getBuildByNumber(1);
    }

    private static void assertOnce(JenkinsRule j) throws Throwable {
        WorkflowRun run = run(j);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        String log = JenkinsRule.getLog(run);
        j.assertLogContains("release 1 LIVE PASSED", run);
        // A controller that is killed between saying a line and noting that may say it again; nothing runs again.
        assertThat(log, containsString("the deployment began, time 1"));
        assertThat(log, containsString("the gate began, time 1"));
        assertThat(log, not(containsString("time 2")));
        FilePath root = j.jenkins.getNode(AGENT).getRootPath();
        FilePath builds = root.child("slipway-agent/journal/slow/build");
        assertThat("one build", builds.list().toArray(), arrayWithSize(1));
        FilePath deployments = root.child("slipway-agent/journal/slow/staging");
        assertThat("one deployment", deployments.list().toArray(), arrayWithSize(1));
    }
}
