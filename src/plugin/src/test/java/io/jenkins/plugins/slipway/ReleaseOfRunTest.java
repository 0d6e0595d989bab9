package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import hudson.FilePath;
import hudson.model.Result;
import java.util.Objects;
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

/** Two jobs share a project, as branches do. Neither deploys what the other one has made unless it is told to. */
@WithJenkins
class ReleaseOfRunTest {
    private static final String DEPLOY =
            "def live = deployEnv environment: 'staging', project: 'shop', dryRun: true; echo \"took ${live.release}\"";
    private static final String BUILD = "def app = buildApp project: 'shop'; echo \"made ${app.release}\"";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    private JenkinsRule j;
    private WorkflowJob main;
    private WorkflowJob feature;

    @BeforeEach
    void two_jobs(JenkinsRule rule) throws Exception {
        j = rule;
        main = job("main", "main");
        feature = job("feature", "feature");
    }

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    @Test
    void a_deployment_takes_the_release_of_its_own_build_whatever_others_make_meanwhile() throws Exception {
        define(main, BUILD + "; sh 'mkfifo go && cat go'; " + DEPLOY);
        WorkflowRun first = Objects.requireNonNull(main.scheduleBuild2(0)).waitForStart();
        j.waitForMessage("cat go", first);
        run(feature, Result.SUCCESS, BUILD);
        Objects.requireNonNull(j.jenkins.getWorkspaceFor(main)).child("go").write("on", "UTF-8");
        j.assertBuildStatusSuccess(j.waitForCompletion(first));

        j.assertLogContains("took 1", first);
        j.assertLogContains("it is the release of this build. Release 2 is newer but not meant", first);
    }

    @Test
    void a_build_without_one_takes_that_of_the_newest_earlier_build_of_its_job() throws Exception {
        run(main, Result.SUCCESS, BUILD);
        run(feature, Result.SUCCESS, BUILD);

        WorkflowRun deployed = run(main, Result.SUCCESS, DEPLOY);

        j.assertLogContains("took 1", deployed);
        j.assertLogContains("it is the release of #1 of this job", deployed);
    }

    @Test
    void a_job_that_has_made_none_is_told_what_to_write() throws Exception {
        run(feature, Result.SUCCESS, BUILD);

        WorkflowRun refused = run(main, Result.FAILURE, DEPLOY);

        j.assertLogContains("release 1 (made by feature #1)", refused);
        j.assertLogContains("‘release: 1’", refused);
        assertThat(SlipwayStore.get().records().deployments().running("shop").size(), is(0));
    }

    private WorkflowJob job(String name, String content) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        FilePath workspace = Objects.requireNonNull(j.jenkins.getWorkspaceFor(job));
        workspace.mkdirs();
        workspace.child("code.txt").write(content, "UTF-8");
        workspace.child(".slipway/config.yaml").write("""
                applications:
                  shop: { type: "python:3.11" }
                """, "UTF-8");
        return job;
    }

    private WorkflowRun run(WorkflowJob job, Result expected, String script) throws Exception {
        define(job, script);
        return j.buildAndAssertStatus(expected, job);
    }

    private static void define(WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node { " + script + " }", true));
    }
}
