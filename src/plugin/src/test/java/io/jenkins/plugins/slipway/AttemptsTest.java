package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whoever looks at an attempt that did not go live sees why first, then what serves now, and is sent nowhere in vain. */
@WithJenkins
class AttemptsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private static final String BOTH = "node { buildApp(); deployEnv environment: 'staging' }";

    private static JenkinsRule j;

    @BeforeAll
    static void jenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        Guestbook.stopHost();
    }

    private static WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static void write(FilePath workspace, String hook) throws Exception {
        workspace.child(".slipway/config.yaml").write("""
                applications:
                  app:
                    type: python:3.11
                    source: { root: / }
                    web: { commands: { start: exec python3 -m http.server $PORT } }
                    hooks: { deploy: "%s" }
                environments: { staging: { type: staging } }
                gates:
                  staging:
                    tests: [ { run: "echo the tests began; sleep 3210", junit: report.xml } ]
                    rules: [ { metric: tests.failed, max: 0 } ]
                """.formatted(hook), "UTF-8");
    }

    private static String page(Run<?, ?> run) throws Exception {
        return j.createWebClient().getPage(run, "slipway").asNormalizedText().replaceAll("\\s+", " ");
    }

    private static int times(String part, Run<?, ?> run) throws Exception {
        return JenkinsRule.getLog(run).split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void a_failed_one_shows_hook_exit_code_and_last_lines_first_and_no_address() throws Exception {
        WorkflowJob shop = job("failing", BOTH);
        FilePath workspace = j.jenkins.getWorkspaceFor(shop);
        write(workspace, "echo well");
        WorkflowRun good = j.buildAndAssertSuccess(shop);
        assertThat(page(good), containsString("http://staging.failing.localhost"));
        assertThat(page(good), containsString("live since"));

        write(workspace, "echo the schema is broken; exit 3");
        WorkflowRun bad = j.buildAndAssertStatus(Result.FAILURE, shop);

        String cause = "the schema is broken";
        j.assertLogContains("Release 2 was not deployed to ‘staging’ (deployment 2): ", bad);
        assertThat("once from the hook, once in the error", times(cause, bad), is(2));
        j.assertLogContains("exited with code 3. Release 1 is live again. It said last:", bad);
        assertThat(times("Release 2 was not deployed", bad), is(1));
        String page = page(bad);
        assertThat(page, containsString("‘hooks.deploy’ of application ‘app’ exited with code 3"));
        assertThat(page, containsString(cause));
        assertThat(page, containsString("Release 1 serves in staging again."));
        assertThat("the cause stands before the phases", page.indexOf(cause), is(lessThan(page.indexOf("Phase"))));
        assertThat(page, not(containsString("http://")));
        assertThat(page, containsString("restored"));

        write(workspace, "echo better");
        WorkflowRun better = j.buildAndAssertSuccess(shop);
        assertThat(page(better), containsString("live since"));
        assertThat(page(good), containsString("was live from"));
        assertThat("what is live there now is another release", page(good), not(containsString("http://")));
    }

    @Test
    void an_aborted_one_shows_who_and_what_serves_and_says_each_once() throws Exception {
        WorkflowJob shop = job("aborted", BOTH);
        FilePath workspace = j.jenkins.getWorkspaceFor(shop);
        write(workspace, "echo well");
        j.buildAndAssertSuccess(shop);

        write(workspace, "echo the hook began; sleep 3211");
        WorkflowRun run = shop.scheduleBuild2(0).waitForStart();
        j.waitForMessage("| the hook began", run);
        run.getExecutor().interrupt(Result.ABORTED, new jenkins.model.CauseOfInterruption.UserInterruption("ada"));
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));

        assertThat(times("Stopping; what was live", run), is(1));
        assertThat(times("Release 2 was not deployed to ‘staging’", run), is(1));
        assertThat(times("Release 1 is live again", run), is(1));
        String page = page(run);
        assertThat(page, containsString("Release 2 to staging"));
        assertThat(page, containsString("Aborted by ada"));
        assertThat(page, containsString("Release 1 serves in staging again."));
        assertThat(page, not(containsString("http://")));
    }

    @Test
    void a_gate_that_takes_longer_than_its_time_limit_is_ended_and_judges_nothing() throws Exception {
        WorkflowJob shop = job("slow", BOTH);
        write(j.jenkins.getWorkspaceFor(shop), "echo well");
        j.buildAndAssertSuccess(shop);
        shop.setDefinition(new CpsFlowDefinition("node { qualityGate environment: 'staging', timeout: '3s' }", true));

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, shop);

        j.assertLogContains("did not end within its time limit of 3s", run);
        assertThat(page(run), containsString("did not end within its time limit of 3s"));
        assertThat(
                SlipwayStore.get()
                        .records()
                        .verdicts()
                        .list("slow", "staging", 1)
                        .size(),
                is(0));
        shop.setDefinition(new CpsFlowDefinition("node { qualityGate environment: 'staging', timeout: 'soon' }", true));
        j.assertLogContains("Option ‘timeout’: ‘soon’ is not a duration", j.buildAndAssertStatus(Result.FAILURE, shop));
    }

    @Test
    void a_freestyle_gate_has_the_same_time_limit() throws Exception {
        FreeStyleProject shop = j.createFreeStyleProject("free");
        write(j.jenkins.getWorkspaceFor(shop), "echo well");
        shop.getBuildersList().add(new BuildAppBuilder());
        shop.getBuildersList().add(new DeployEnvBuilder("staging"));
        QualityGateBuilder gate = new QualityGateBuilder("staging");
        gate.setTimeout("3s");
        shop.getBuildersList().add(gate);

        FreeStyleBuild build = j.buildAndAssertStatus(Result.FAILURE, shop);

        j.assertLogContains("did not end within its time limit of 3s", build);
        assertThat(page(build), containsString("did not end within its time limit of 3s"));
    }

    @Test
    void a_refusal_names_pages_and_steps_and_no_command() throws Exception {
        WorkflowJob shop = job("refused", BOTH);
        write(j.jenkins.getWorkspaceFor(shop), "echo well");
        j.buildAndAssertSuccess(shop);
        SqlRecords records = SlipwayStore.get().records();
        records.releases().quarantine("refused", 1, new Release.Quarantine("ada", Instant.now(), "loses orders"));
        shop.setDefinition(new CpsFlowDefinition("node { deployEnv environment: 'staging', release: 1 }", true));

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, shop);

        assertThat(times("loses orders", run), is(1));
        j.assertLogContains("on the page ‘Environments’ of the job", run);
        assertThat(JenkinsRule.getLog(run), not(containsString("‘slipway ")));
        assertThat(page(run), containsString("on the page ‘Environments’ of the job"));
        assertThat(page(run), not(containsString("‘slipway ")));
        assertThat(
                records.deployments().live("refused", "staging").orElseThrow().state(), is(State.LIVE));
    }
}
