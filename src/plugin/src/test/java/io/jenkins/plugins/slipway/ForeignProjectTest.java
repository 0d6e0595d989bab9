package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.json.JsonMapper;

/** Who works on the project of another job needs the permission there too, for every step and every page. */
@WithJenkins
class ForeignProjectTest {
    private static final AskEnvironment.Answer STAGING = new AskEnvironment.Answer(false, "QUEUE", null);

    private JenkinsRule j;
    private FreeStyleProject victim;
    private FreeStyleProject thief;

    @BeforeEach
    void two_jobs(JenkinsRule rule) throws Exception {
        j = rule;
        victim = j.createFreeStyleProject("victim");
        thief = j.createFreeStyleProject("thief");
        Projects.get().claim("", victim);
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        grant(Item.READ);
        SqlRecords records = SlipwayStore.get().records();
        records.releases()
                .release(
                        "victim",
                        Map.of("app", new Digest("sha256:" + "ab".repeat(32))),
                        JsonMapper.shared().createObjectNode(),
                        "",
                        Instant.now(),
                        "ann");
        Deployment live = records.deployments()
                .begin("victim", "staging", Deployment.Kind.DEPLOY, 1, null, 0, Instant.now(), "ann", "");
        records.deployments().end(live, Deployment.State.LIVE, Instant.now(), "", List.of());
        records.releases().quarantine("victim", 1, new Release.Quarantine("ann", Instant.now(), "loses orders"));
    }

    /** Mallory has everything on the job {@code thief}, and this on the victim's. */
    private void grant(Permission... onVictim) {
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("mallory")
                .grant(Item.READ, Item.BUILD, Item.CONFIGURE, Permissions.DEPLOY, Permissions.ROLLBACK)
                .onItems(thief)
                .to("mallory");
        if (onVictim.length > 0) {
            strategy.grant(onVictim).onItems(victim).to("mallory");
        }
        j.jenkins.setAuthorizationStrategy(strategy);
    }

    private StepWork work(StepWork.Verb verb, String project) {
        return new StepWork(verb, "", project, verb == StepWork.Verb.BUILD ? "" : "staging", null, List.of());
    }

    private FreeStyleBuild build(FreeStyleProject of, Cause cause) throws Exception {
        try (ACLContext as = ACL.as2(User.getById("mallory", true).impersonate2())) {
            return of.scheduleBuild2(0, cause).get();
        }
    }

    private void admit(StepWork.Verb verb, FreeStyleBuild build, String project) throws AbortException {
        StepAuthorization admission = new StepAuthorization(StepAssignment.of(work(verb, project), build), build);
        if (verb == StepWork.Verb.DEPLOY || verb == StepWork.Verb.ROLLBACK) {
            admission.check(STAGING);
        } else {
            admission.check();
        }
    }

    @ParameterizedTest
    @EnumSource(StepWork.Verb.class)
    void each_step_asks_both_jobs(StepWork.Verb verb) throws Exception {
        FreeStyleBuild build = build(thief, new Cause.UserIdCause("mallory"));

        AbortException refused = assertThrows(AbortException.class, () -> admit(verb, build, "victim"));
        assertThat(refused.getMessage(), containsString("‘mallory’ lacks the permission"));
        assertThat(refused.getMessage(), containsString("on ‘victim’"));

        grant(Item.READ, Item.BUILD, Permissions.DEPLOY, Permissions.ROLLBACK);
        assertDoesNotThrow(() -> admit(verb, build, "victim"));
    }

    @ParameterizedTest
    @EnumSource(StepWork.Verb.class)
    void an_owner_that_the_user_cannot_even_see_is_asked_all_the_same(StepWork.Verb verb) throws Exception {
        grant();
        FreeStyleBuild build = build(thief, new Cause.UserIdCause("mallory"));

        // As a build does that runs as the user.
        try (ACLContext as = ACL.as2(User.getById("mallory", true).impersonate2())) {
            assertThrows(AbortException.class, () -> admit(verb, build, "victim"));
        }
    }

    @Test
    void whoever_started_what_started_the_build_is_asked() throws Exception {
        FreeStyleBuild first = build(thief, new Cause.UserIdCause("mallory"));
        FreeStyleBuild second =
                thief.scheduleBuild2(0, new Cause.UpstreamCause(first)).get();

        assertThrows(AbortException.class, () -> admit(StepWork.Verb.BUILD, second, "victim"));
    }

    @Test
    void a_project_whose_job_is_deleted_is_not_for_the_first_who_names_it() throws Exception {
        victim.delete();
        FreeStyleBuild build = build(thief, new Cause.UserIdCause("mallory"));

        AbortException refused = assertThrows(AbortException.class, () -> admit(StepWork.Verb.BUILD, build, "victim"));
        assertThat(refused.getMessage(), containsString("on ‘Jenkins’"));
        assertThat(Projects.get().owner("victim"), nullValue());
    }

    @Test
    void a_build_and_a_gate_of_another_s_project_do_nothing_in_a_real_build() throws Exception {
        SlowEverywhere.writeTo(j.jenkins.getWorkspaceFor(thief), 0);
        BuildAppBuilder builds = new BuildAppBuilder();
        builds.setProject("victim");
        thief.getBuildersList().add(builds);
        j.assertLogContains(
                "lacks the permission Job/Build on ‘victim’",
                j.assertBuildStatus(Result.FAILURE, build(thief, new Cause.UserIdCause("mallory"))));
        thief.getBuildersList().clear();
        QualityGateBuilder judges = new QualityGateBuilder("staging");
        judges.setProject("victim");
        thief.getBuildersList().add(judges);
        j.assertLogContains(
                "lacks the permission Job/Build on ‘victim’",
                j.assertBuildStatus(Result.FAILURE, build(thief, new Cause.UserIdCause("mallory"))));

        assertThat(SlipwayStore.get().records().releases().list("victim", 10).size(), is(1));
        assertThat(SlipwayStore.get().records().verdicts().list("victim", "staging", 10), is(List.of()));
    }

    /** As if a build of the thief's job had worked on the victim's project once. */
    private void mention() throws Exception {
        FreeStyleBuild build = thief.scheduleBuild2(0).get();
        RunReports.add(
                build,
                work(StepWork.Verb.DEPLOY, "victim"),
                null,
                JsonMapper.shared()
                        .readTree("{\"environment\":\"staging\",\"deployment\":1,\"release\":1,\"state\":\"LIVE\"}"));
        build.save();
    }

    @Test
    void the_pages_show_nothing_of_a_project_whose_job_the_user_may_not_see() throws Exception {
        mention();
        grant();
        HtmlPage job = page("job/thief/slipway/");
        assertThat(job.asNormalizedText(), not(containsString("loses orders")));
        assertThat(page("job/thief/1/slipway/").asNormalizedText(), not(containsString("to staging")));

        grant(Item.READ);
        assertThat(page("job/thief/slipway/").asNormalizedText(), containsString("loses orders"));
        assertThat(page("job/thief/1/slipway/").asNormalizedText(), containsString("to staging"));
    }

    @Test
    void a_quarantine_is_lifted_by_rights_on_the_job_that_owns_the_project() throws Exception {
        mention();
        assertThat(page("job/thief/slipway/").querySelector("form[name=lift-victim-1]") == null, is(true));
        assertThat(post("lift", "release", "1"), is(403));
        grant();
        assertThat(post("lift", "release", "1"), is(404));
        assertThat(quarantine() == null, is(false));

        grant(Item.READ, Permissions.ROLLBACK);
        post("lift", "release", "1");
        assertThat(quarantine(), nullValue());
    }

    private static Release.Quarantine quarantine() {
        return SlipwayStore.get()
                .records()
                .releases()
                .find("victim", 1)
                .orElseThrow()
                .quarantine();
    }

    private HtmlPage page(String path) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login("mallory");
        client.setThrowExceptionOnFailingStatusCode(false);
        return client.goTo(path);
    }

    private int post(String method, String name, String value) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login("mallory");
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(j.getURL(), "job/thief/slipway/" + method), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("project", "victim"),
                new NameValuePair(name, value),
                new NameValuePair("reason", "because")));
        return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
    }
}
