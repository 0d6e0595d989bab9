package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may change which environment, and what no Jenkinsfile can ask for. */
@WithJenkins
class StepAuthorizationTest {
    private static final AskEnvironment.Answer PRODUCTION = new AskEnvironment.Answer(true, "QUEUE", null);
    private static final AskEnvironment.Answer STAGING = new AskEnvironment.Answer(false, "QUEUE", null);

    private JenkinsRule j;
    private FreeStyleProject job;

    @BeforeEach
    void users(JenkinsRule rule) throws Exception {
        j = rule;
        job = j.createFreeStyleProject("shop");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Permissions.DEPLOY)
                .everywhere()
                .to("deployer"));
    }

    private StepAuthorization admission(FreeStyleProject of, String user, StepWork.Verb verb, String environment)
            throws Exception {
        FreeStyleBuild build;
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            build = of.scheduleBuild2(0, new Cause.UserIdCause()).get();
        }
        StepWork work = new StepWork(verb, "", "", environment, null, List.of());
        return new StepAuthorization(StepAssignment.of(work, build), build);
    }

    @Test
    void production_needs_deploy_and_other_environments_only_build() throws Exception {
        assertDoesNotThrow(
                () -> admission(job, "builder", StepWork.Verb.DEPLOY, "staging").check(STAGING));
        AbortException refused = assertThrows(
                AbortException.class,
                () -> admission(job, "builder", StepWork.Verb.DEPLOY, "live").check(PRODUCTION));
        assertThat(
                refused.getMessage(),
                containsString("‘builder’ lacks the permission Slipway/Deploy on ‘shop’, which is needed for"
                        + " environment ‘live’"));
        assertDoesNotThrow(
                () -> admission(job, "deployer", StepWork.Verb.DEPLOY, "live").check(PRODUCTION));
        assertThrows(
                AbortException.class,
                () -> admission(job, "builder", StepWork.Verb.ROLLBACK, "staging")
                        .check(STAGING));
    }

    @Test
    void sources_that_call_production_something_else_do_not_make_it_so() throws Exception {
        admission(job, "deployer", StepWork.Verb.DEPLOY, "live").check(PRODUCTION);

        assertThrows(
                AbortException.class,
                () -> admission(job, "builder", StepWork.Verb.DEPLOY, "live").check(STAGING));
        FreeStyleBuild triggered = job.scheduleBuild2(0).get();
        StepWork work = new StepWork(StepWork.Verb.DEPLOY, "", "", "live", null, List.of());
        new StepAuthorization(StepAssignment.of(work, triggered), triggered).check(STAGING);
        assertThat("nobody has said so", Projects.get().isProduction("shop", "live"), is(true));
        admission(job, "deployer", StepWork.Verb.DEPLOY, "live").check(STAGING);
        assertDoesNotThrow(
                () -> admission(job, "builder", StepWork.Verb.DEPLOY, "live").check(STAGING));
    }

    @Test
    void a_job_cannot_use_another_job_s_project_to_get_around_its_permissions() throws Exception {
        Projects.get().claim("", job);
        FreeStyleProject other = j.createFreeStyleProject("other");
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("builder")
                .grant(Item.READ, Item.BUILD)
                .onItems(other)
                .to("builder"));
        FreeStyleBuild build;
        try (ACLContext as = ACL.as2(User.getById("builder", true).impersonate2())) {
            build = other.scheduleBuild2(0, new Cause.UserIdCause()).get();
        }
        StepWork work = new StepWork(StepWork.Verb.DEPLOY, "", "shop", "staging", null, List.of());

        AbortException refused = assertThrows(
                AbortException.class,
                () -> new StepAuthorization(StepAssignment.of(work, build), build).check(STAGING));
        assertThat(refused.getMessage(), containsString("‘builder’ lacks the permission Job/Build on ‘shop’"));
    }

    @Test
    void hostile_names_and_folders_are_refused_before_anything_is_done() throws Exception {
        WorkflowJob hostile = j.createProject(WorkflowJob.class, "hostile");
        FilePath workspace = j.jenkins.getWorkspaceFor(hostile);
        SlowProject.writeTo(workspace, 0);
        for (String step : List.of(
                "deployEnv environment: '../../x'",
                "deployEnv environment: ''",
                "deployEnv environment: 'a/b'",
                "deployEnv environment: 'staging', project: '../shop'",
                "buildApp project: '..'",
                "buildApp project: 'a/b'",
                "buildApp dir: '../shop'",
                "buildApp dir: '/etc'",
                "buildApp dir: 'a/../../..'",
                "rollback environment: '.', reason: 'x'",
                "qualityGate environment: '-h'")) {
            hostile.setDefinition(new CpsFlowDefinition("node { " + step + " }", true));
            WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, hostile);
            j.assertLogContains("Option ‘", run);
            j.assertLogNotContains("at io.jenkins.plugins.slipway", run);
        }
        assertThat(SlipwayStore.get().records().releases().list("hostile", 1), empty());
    }
}
