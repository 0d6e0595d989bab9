package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Builder;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import javaposse.jobdsl.plugin.GlobalJobDslSecurityConfiguration;
import jenkins.model.GlobalConfiguration;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.hudson.test.recipes.LocalData;

/** The same four as build steps of a freestyle job: from its form, from Job DSL, and from what was stored before. */
@WithJenkins
class FreestyleTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private JenkinsRule j;

    @BeforeEach
    void jenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    /** One of each, with all that can be set. */
    private static List<StepBuilder> builders() {
        BuildAppBuilder build = new BuildAppBuilder();
        build.setApp("api");
        build.setReuse(false);
        build.setDir("shop");
        build.setProject("store");
        build.setTimeout("5m");
        DeployEnvBuilder deploy = new DeployEnvBuilder("staging");
        deploy.setRelease(3);
        deploy.setWait("newest");
        deploy.setDryRun(true);
        QualityGateBuilder gate = new QualityGateBuilder("staging");
        gate.setRelease(3);
        gate.setFailOn("failed");
        RollbackBuilder back = new RollbackBuilder("production");
        back.setTo(2);
        back.setData("down");
        back.setReason("checkout is broken");
        back.setWait("refuse");
        back.setDryRun(true);
        return List.of(build, deploy, gate, back);
    }

    private void assertSame(List<StepBuilder> expected, List<Builder> found) throws Exception {
        assertThat(found, hasSize(expected.size()));
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i), instanceOf(expected.get(i).getClass()));
            j.assertEqualDataBoundBeans(expected.get(i), found.get(i));
        }
    }

    @Test
    void every_build_step_comes_back_from_its_form_as_it_was() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().addAll(builders());

        job = j.configRoundtrip(job);

        assertSame(builders(), job.getBuilders());
    }

    @Test
    void the_form_checks_and_explains_what_is_typed_as_that_of_the_step_does() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().add(new DeployEnvBuilder("../x"));

        HtmlPage form = j.createWebClient().getPage(job, "configure");

        assertThat(form.asNormalizedText(), containsString("‘../x’ is not a name"));
        assertThat(
                form.asXml(), containsString("/descriptor/io.jenkins.plugins.slipway.DeployEnvStep/help/environment"));
        assertThat(form.asXml(), containsString("/descriptor/io.jenkins.plugins.slipway.DeployEnvStep/help"));
    }

    @Test
    void a_build_step_offers_all_that_the_step_does() {
        assertThat(options(BuildAppBuilder.class), is(options(BuildAppStep.class)));
        assertThat(options(DeployEnvBuilder.class), is(options(DeployEnvStep.class)));
        assertThat(options(QualityGateBuilder.class), is(options(QualityGateStep.class)));
        assertThat(options(RollbackBuilder.class), is(options(RollbackStep.class)));
    }

    private static Set<String> options(Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (DescribableParameter each : new DescribableModel<>(type).getParameters()) {
            names.add(each.getName() + (each.isRequired() ? ", required" : ""));
        }
        return names;
    }

    @Test
    void job_dsl_makes_them_by_the_names_of_the_steps() throws Exception {
        GlobalConfiguration.all().get(GlobalJobDslSecurityConfiguration.class).setUseScriptSecurity(false);
        FreeStyleProject seed = j.createFreeStyleProject("seed");
        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                freeStyleJob('made') {
                  steps {
                    buildApp { app('api'); reuse(false); dir('shop'); project('store'); timeout('5m') }
                    deployEnv { environment('staging'); release(3); wait('newest'); dryRun(true) }
                    qualityGate { environment('staging'); release(3); failOn('failed') }
                    rollback {
                      environment('production'); to(2); data('down'); reason('checkout is broken')
                      wait('refuse'); dryRun(true)
                    }
                  }
                }
                """);
        seed.getBuildersList().add(script);

        j.buildAndAssertSuccess(seed);

        assertSame(
                builders(),
                j.jenkins.getItemByFullName("made", FreeStyleProject.class).getBuilders());
    }

    @Test
    @LocalData
    void jobs_stored_when_there_was_one_build_step_for_all_four_have_four() throws Exception {
        FreeStyleProject old = j.jenkins.getItemByFullName("old", FreeStyleProject.class);

        assertSame(builders(), old.getBuilders());
        FreeStyleBuild build = old.getBuildByNumber(1);
        List<StepView> steps = build.getAction(SlipwayReport.class).getSteps();
        assertThat(
                steps.stream().map(StepView::getHeading).toList(), contains("Release 7 built", "Release 7 to staging"));
        String page =
                j.createWebClient().getPage(build, "slipway").getWebResponse().getContentAsString();
        assertThat(page, containsString("restored"));
    }

    @Test
    void what_a_stored_job_does_not_say_has_its_default() throws Exception {
        String xml = """
                <project><builders>
                  <io.jenkins.plugins.slipway.BuildAppBuilder/>
                  <io.jenkins.plugins.slipway.DeployEnvBuilder>
                    <step><environment>staging</environment></step>
                  </io.jenkins.plugins.slipway.DeployEnvBuilder>
                  <io.jenkins.plugins.slipway.QualityGateBuilder>
                    <step><environment>staging</environment></step>
                  </io.jenkins.plugins.slipway.QualityGateBuilder>
                  <io.jenkins.plugins.slipway.RollbackBuilder>
                    <step><environment>staging</environment></step>
                  </io.jenkins.plugins.slipway.RollbackBuilder>
                </builders></project>
                """;
        FreeStyleProject job = (FreeStyleProject)
                j.jenkins.createProjectFromXML("short", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));

        assertSame(
                List.of(
                        new BuildAppBuilder(),
                        new DeployEnvBuilder("staging"),
                        new QualityGateBuilder("staging"),
                        new RollbackBuilder("staging")),
                job.getBuilders());
    }

    @Test
    void a_freestyle_job_does_the_same_with_the_same_records() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("free");
        Guestbook.copyTo(workspaceOf(job));
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("PLACE", "")));
        job.getBuildersList().add(new BuildAppBuilder());
        job.getBuildersList().add(new DeployEnvBuilder("$PLACE"));
        job.getBuildersList().add(new QualityGateBuilder("${PLACE}"));

        FreeStyleBuild build = j.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("PLACE", "staging"))));

        assertThat(build.getAction(SlipwayReport.class).getSteps(), hasSize(3));
        List<Deployment> history = SlipwayStore.get().records().deployments().history("free", "staging", 10);
        assertThat(history, hasSize(1));
        assertThat(history.get(0).state(), is(Deployment.State.LIVE));
    }

    @Test
    void an_aborted_build_has_put_everything_back_when_it_ends() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("free");
        FilePath workspace = workspaceOf(job);
        Guestbook.copyTo(workspace);
        FilePath config = workspace.child(".slipway/config.yaml");
        config.write(config.readToString().replace("./bin/schema up", "echo the hook began; sleep 120"), "UTF-8");
        job.getBuildersList().add(new BuildAppBuilder());
        job.getBuildersList().add(new DeployEnvBuilder("staging"));

        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook began", build);
        build.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));

        List<Deployment> history = SlipwayStore.get().records().deployments().history("free", "staging", 10);
        assertThat(history.get(0).ended() != null, is(true));
        assertThat(history.get(0).state() == Deployment.State.RUNNING, is(false));
        assertThat(history.get(0).state() == Deployment.State.LIVE, is(false));
    }

    private FilePath workspaceOf(FreeStyleProject job) throws Exception {
        FilePath workspace = j.jenkins.getWorkspaceFor(job);
        workspace.mkdirs();
        return workspace;
    }
}
