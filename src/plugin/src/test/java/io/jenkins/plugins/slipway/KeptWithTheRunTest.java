package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import hudson.FilePath;
import hudson.model.Fingerprint;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Fingerprinter;
import hudson.tasks.junit.TestResultAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graph.StepNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a step did is kept with its run: files, marks on artifacts, tests, and the sign on its stage. */
@WithJenkins
class KeptWithTheRunTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private JenkinsRule j;
    private WorkflowJob shop;
    private FilePath workspace;

    @BeforeEach
    void project(JenkinsRule rule) throws Exception {
        j = rule;
        shop = j.createProject(WorkflowJob.class, "shop");
        workspace = j.jenkins.getWorkspaceFor(shop);
        workspace.child(".slipway").mkdirs();
        workspace.child("tests").write("""
                mkdir -p 'my reports'
                cat > 'my reports/a, b.xml' <<'EOF'
                <testsuite name="s"><testcase classname="c" name="good"/>
                <testcase classname="c" name="bad"><failure message="no"/></testcase></testsuite>
                EOF
                """, "UTF-8");
        workspace.child(".slipway/config.yaml").write("""
                applications:
                  app: { type: "java:17", source: { root: / }, hooks: { deploy: echo the deploy hook speaks } }
                environments: { staging: { type: staging } }
                gates:
                  staging:
                    tests: [ { run: sh ./tests, junit: "my reports/*.xml" } ]
                    rules: [ { metric: tests.total, min: 2 } ]
                """, "UTF-8");
    }

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        shop.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertStatus(expected, shop);
    }

    /** Names of the files in the folder of a run, each of which has something in it. */
    private static Collection<String> kept(Run<?, ?> run) throws Exception {
        assertThat("they fill no list of artifacts", run.getArtifacts(), is(List.of()));
        TreeSet<String> names = new TreeSet<>();
        Path root = run.getRootDir().toPath();
        try (Stream<Path> files = Files.walk(root.resolve("slipway"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.toString(), Files.size(file), greaterThan(0L));
                names.add(root.relativize(file).toString());
            }
        }
        return names;
    }

    private static FlowNode node(WorkflowRun run, String function) {
        return new DepthFirstScanner()
                .findFirstMatch(
                        run.getExecution(),
                        node -> node instanceof StepNode step
                                && function.equals(step.getDescriptor().getFunctionName()));
    }

    private static String label(WorkflowRun run, String function) {
        return node(run, function).getAction(LabelAction.class).getDisplayName();
    }

    @Test
    void files_fingerprints_tests_and_labels() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, """
                node {
                  buildApp()
                  deployEnv environment: 'staging'
                  def verdict = qualityGate environment: 'staging',
                      qualityGates: [[metric: 'tests.failed', threshold: 0, criticality: 'NOTE'],
                                     [metric: 'tests.passRate', threshold: 50.0, criticality: 'FAILURE']]
                  echo "${verdict.status} by ${verdict.rules.collect { it.metric + it.limit + it.criticality }}"
                }
                """);

        j.assertLogContains(
                "PASSED by [tests.total>= 2FAILURE, tests.failed<= 0NOTE, tests.passRate>= 50FAILURE]", run);
        assertThat(
                kept(run),
                hasItems(
                        "slipway/shop/build-1/journal.jsonl",
                        "slipway/shop/build-1/manifest.json",
                        "slipway/shop/staging-1/journal.jsonl",
                        "slipway/shop/staging-1/deploy.log",
                        "slipway/shop/staging-1/report.json",
                        "slipway/shop/staging-1/manifest.json",
                        "slipway/shop/gate-staging-1/report.json"));
        HtmlPage steps = j.createWebClient().getPage(run, "slipway");
        Page log = steps.getAnchorByText("deploy").click();
        assertThat(log.getWebResponse().getContentType(), is("text/plain"));
        assertThat(log.getWebResponse().getContentAsString(), containsString("the deploy hook speaks"));
        j.assertLogContains("[staging: deploy]", run);
        j.assertLogContains("Release 1 is live in staging (deployment 1): http://staging.shop.localhost", run);
        j.assertLogContains("  tests.failed is 1, limit <= 0: broken (NOTE)", run);
        j.assertLogContains("Release 1 in staging: PASSED", run);
        assertThat(label(run, "deployEnv"), is("Deploy release 1 to staging"));
        assertThat(label(run, "qualityGate"), is("Judge release 1 in staging"));
        assertThat(label(run, "buildApp"), is("Build release 1"));
        assertThat(node(run, "qualityGate").getAction(WarningAction.class).getResult(), is(Result.UNSTABLE));
        TestResultAction tests = run.getAction(TestResultAction.class);
        assertThat(tests.getTotalCount(), is(2));
        assertThat(tests.getFailCount(), is(1));

        Fingerprint mark = run.getAction(Fingerprinter.FingerprintAction.class)
                .getFingerprints()
                .get("shop/app");
        assertThat(mark.getOriginal().getNumber(), is(1));
        DeploymentFacet facet = mark.getFacet(DeploymentFacet.class);
        assertThat(facet, notNullValue());
        String page = j.createWebClient()
                .goTo("fingerprint/" + mark.getHashString() + "/")
                .getWebResponse()
                .getContentAsString();
        assertThat(page, containsString("Went live in environment staging of shop with release 1 as deployment 1"));
    }

    @Test
    void a_workspace_deleted_between_steps_costs_no_evidence() throws Exception {
        WorkflowRun run = run(Result.FAILURE, """
                node {
                  buildApp()
                  deployEnv environment: 'staging'
                  deleteDir()
                  deployEnv environment: 'staging'
                }
                """);

        j.assertLogContains("there is no configuration in this project", run);
        assertThat(kept(run), hasItems("slipway/shop/staging-1/journal.jsonl"));
    }

    @Test
    void an_unstable_rule_marks_stage_and_build_and_an_error_only_the_stage() throws Exception {
        run(Result.SUCCESS, "node { buildApp(); deployEnv environment: 'staging' }");

        WorkflowRun unstable = run(Result.UNSTABLE, """
                node { qualityGate environment: 'staging', qualityGates: [[metric: 'tests.failed', threshold: 0]] }
                """);
        assertThat(node(unstable, "qualityGate").getAction(WarningAction.class).getResult(), is(Result.UNSTABLE));

        WorkflowRun noted = run(Result.SUCCESS, """
                node { qualityGate environment: 'staging',
                         qualityGates: [[metric: 'tests.failed', threshold: 0, criticality: 'ERROR']] }
                """);
        assertThat(node(noted, "qualityGate").getAction(WarningAction.class).getResult(), is(Result.FAILURE));

        WorkflowRun failed = run(Result.FAILURE, """
                node { qualityGate environment: 'staging',
                         qualityGates: [[metric: 'tests.failed', threshold: 0, criticality: 'FAILURE']] }
                """);
        j.assertLogContains("tests.failed is 1, and must be <= 0", failed);

        WorkflowRun unknown = run(Result.FAILURE, """
                node { qualityGate environment: 'staging', qualityGates: [[metric: 'tests.faild', threshold: 0]] }
                """);
        j.assertLogContains("Did you mean ‘tests.failed’?", unknown);
        assertThat(
                SlipwayStore.get()
                        .records()
                        .verdicts()
                        .list("shop", "staging", 9)
                        .size(),
                is(3));
    }
}
