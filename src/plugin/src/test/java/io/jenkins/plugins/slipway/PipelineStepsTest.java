package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in a pipeline, on the example that users copy. */
@WithJenkins
class PipelineStepsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private JenkinsRule j;
    private WorkflowJob shop;

    @BeforeEach
    void makeJob(JenkinsRule rule) throws Exception {
        j = rule;
        shop = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = j.jenkins.getWorkspaceFor(shop);
        workspace.mkdirs();
        Guestbook.copyTo(workspace);
    }

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        shop.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertStatus(expected, shop);
    }

    @Test
    void the_whole_life_of_a_release_in_one_pipeline() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, """
                node {
                  def app = buildApp()
                  echo "built ${app.release}: ${app.applications[0].name} ${app.applications[0].reused}"
                  def staging = deployEnv environment: 'staging'
                  echo "staging ${staging.state}"
                  def verdict = qualityGate environment: 'staging'
                  echo "verdict ${verdict.status} of ${verdict.rules.size()} rules"
                  deployEnv environment: 'production', release: app.release
                  def again = buildApp()
                  echo "again ${again.release}: ${again.applications[0].reused}"
                }
                """);

        j.assertLogContains("built 1: api false", run);
        j.assertLogContains("staging LIVE", run);
        j.assertLogContains("verdict PASSED of 3 rules", run);
        j.assertLogContains("again 1: true", run);
        assertThat(run.getAction(SlipwayReport.class), notNullValue());
        List<Deployment> production = SlipwayStore.get().records().deployments().history("shop", "production", 10);
        assertThat(production, hasSize(1));
        assertThat(production.get(0).state(), is(Deployment.State.LIVE));
        assertThat(production.get(0).by(), containsString("shop #1"));
        String page =
                j.createWebClient().getPage(run, "slipway").getWebResponse().getContentAsString();
        assertThat(page, containsString("Release 1 to production"));
    }

    @Test
    void a_step_that_fails_throws_and_says_what_to_do() throws Exception {
        WorkflowRun run = run(Result.FAILURE, "node { buildApp(); deployEnv environment: 'stagin' }");

        j.assertLogContains("stagin", run);
        j.assertLogContains("Did you mean ‘staging’", run);
    }
}
