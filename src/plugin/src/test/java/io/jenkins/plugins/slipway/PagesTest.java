package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.Permission;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.Tab;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.json.JsonMapper;

/** The pages show what the records say, as plain text, to those who may see it. */
@WithJenkins
class PagesTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>";
    private static final String MESSAGE = "{\"error\":{\"message\":\"" + EVIL + "\"}}";

    private JenkinsRule j;
    private FreeStyleProject job;
    private FreeStyleBuild build;

    @BeforeEach
    void records(JenkinsRule rule) throws Exception {
        j = rule;
        job = j.createFreeStyleProject("shop");
        build = j.buildAndAssertSuccess(job);
        JsonMapper json = JsonMapper.shared();
        StepWork work = new DeployEnvStep("staging").work();
        RunReports.add(build, work, null, json.readTree("""
                {"environment":"staging","deployment":1,"release":1,"state":"LIVE",
                 "phases":[{"name":"lock","state":"done","seconds":0.25}],
                 "urls":["http://staging.shop.localhost/","javascript:alert(1)"]}
                """));
        RunReports.add(build, work, null, json.readTree(MESSAGE));
        RunReports.add(build, new QualityGateStep("staging").work(), null, json.readTree("""
                {"environment":"staging","release":1,"verdict":"FAILED",
                 "rules":[{"metric":"tests.failed","value":2.0,"shown":"2","limit":"<= 0","criticality":"FAILURE","status":"BROKEN"},
                          {"metric":"coverage.line","value":null,"limit":">= 80","criticality":"FAILURE","status":"MISSING"}]}
                """));

        SqlRecords records = SlipwayStore.get().records();
        Digest digest = new Digest("sha256:" + "ab".repeat(32));
        Release release = records.releases()
                .release("shop", Map.of("app", digest), json.createObjectNode(), "", Instant.now(), "ada");
        Deployment deployment = records.deployments()
                .begin("shop", "staging", Deployment.Kind.DEPLOY, 1, null, 0, Instant.now(), "ada " + EVIL, "");
        records.deployments().end(deployment, Deployment.State.LIVE, Instant.now(), "", List.of());
        records.verdicts()
                .add(new Verdict(
                        "shop",
                        "staging",
                        1,
                        release.artifacts(),
                        Verdict.Status.UNSTABLE,
                        List.of(),
                        List.of(),
                        Instant.now(),
                        "ada"));
        Deployment running = records.deployments()
                .begin("shop", "staging", Deployment.Kind.DEPLOY, 1, 1, 0, Instant.now(), "ada", "");
        assertThat(running.number(), is(2));
        records.releases().quarantine("shop", 1, new Release.Quarantine("ada", Instant.now(), EVIL));
    }

    private HtmlPage page(String path, String user) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);
        return (user == null ? client : client.login(user)).goTo(path);
    }

    private String text(String path) throws Exception {
        return page(path, null).asNormalizedText().replaceAll("\\s+", " ");
    }

    private void secure() {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Permissions.ROLLBACK)
                .everywhere()
                .to("operator"));
    }

    @Test
    void the_run_and_the_job_show_what_the_records_say() throws Exception {
        String run = text("job/shop/1/slipway/");
        assertThat(run, containsString("Release 1 to staging"));
        assertThat(run, containsString("http://staging.shop.localhost/"));
        assertThat(run, not(containsString("javascript:")));
        assertThat(run, containsString("lock done 0.25"));
        assertThat(run, containsString("Deployment to staging"));
        assertThat(run, containsString("Release 1 judged in staging"));
        assertThat(run, containsString("tests.failed 2 <= 0 FAILURE broken"));
        assertThat(run, containsString("coverage.line missing >= 80 FAILURE missing"));

        String environments = text("job/shop/slipway/");
        assertThat(environments, containsString("staging Release 1 in quarantine: " + EVIL));
        assertThat(environments, containsString("By deployment 1, ada " + EVIL));
        assertThat(environments, containsString("unstable"));
        assertThat(environments, containsString("deployment 2 of release 1: running"));

        for (String path : List.of("job/shop/1/slipway/", "job/shop/slipway/")) {
            HtmlPage page = page(path, null);
            assertThat("what users wrote is shown as they wrote it", page.asNormalizedText(), containsString(EVIL));
            assertThat(page.querySelectorAll("img[src=x]").isEmpty(), is(true));
        }
    }

    @Test
    void a_badge_says_what_is_live_to_those_who_may_see_it() throws Exception {
        WebResponse badge = j.createWebClient()
                .goTo("job/shop/slipway/badge/staging.svg", "image/svg+xml")
                .getWebResponse();
        assertThat(badge.getContentAsString(), containsString("<title>staging: release 1</title>"));
        assertThat(badge.getResponseHeaderValue("Content-Security-Policy"), containsString("sandbox"));
        for (String none :
                List.of("badge/production.svg", "badge/", "badge", "badge/staging", "badge/../staging.svg")) {
            assertThat(none, status("job/shop/slipway/" + none, null), is(404));
        }

        secure();
        assertThat(status("job/shop/slipway/badge/staging.svg", "reader"), is(200));
        assertThat(status("job/shop/slipway/badge/staging.svg", "stranger"), is(403));
    }

    private int status(String path, String user) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);
        return (user == null ? client : client.login(user))
                .goTo(path, null)
                .getWebResponse()
                .getStatusCode();
    }

    @Test
    void both_pages_are_found_from_the_side_and_as_tabs_where_there_is_something_to_see() throws Exception {
        j.createFreeStyleProject("plain");

        assertThat(page("job/shop/", null).querySelector("a[href$='/job/shop/slipway']") != null, is(true));
        assertThat(page("job/shop/1/", null).querySelector("a[href$='/job/shop/1/slipway']") != null, is(true));
        assertThat(build.getActions(Tab.class).stream().anyMatch(SlipwayReport.class::isInstance), is(true));
        assertThat(job.getActions(Tab.class).stream().anyMatch(JobEnvironments.class::isInstance), is(true));
        assertThat(page("job/plain/", null).querySelector("a[href$='/slipway']") == null, is(true));
    }

    @Test
    void whoever_may_read_the_job_may_see_both_and_nobody_else() throws Exception {
        secure();

        assertThat(page("job/shop/slipway/", "reader").getWebResponse().getStatusCode(), is(200));
        assertThat(page("job/shop/1/slipway/", "reader").getWebResponse().getStatusCode(), is(200));
        assertThat(page("job/shop/slipway/", "stranger").getWebResponse().getStatusCode(), is(403));
        assertThat(page("job/shop/1/slipway/", "stranger").getWebResponse().getStatusCode(), is(403));
    }

    @Test
    void without_view_the_pages_are_not_there() throws Exception {
        Permission view = Permissions.VIEW;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy() {
                    @Override
                    public hudson.security.ACL getACL(hudson.model.Job<?, ?> project) {
                        return hudson.security.ACL.lambda2((who, permission) -> permission != view);
                    }
                }.grant(Jenkins.READ).everywhere().toAuthenticated());

        assertThat(page("job/shop/slipway/", "blind").getWebResponse().getStatusCode(), is(403));
        assertThat(page("job/shop/1/slipway/", "blind").asNormalizedText(), not(containsString("staging")));
        assertThat(page("job/shop/", "blind").querySelector("a[href$='/slipway']") == null, is(true));
    }

    @Test
    void whoever_may_roll_back_lifts_a_quarantine_by_the_page() throws Exception {
        secure();
        HtmlForm form = page("job/shop/slipway/", "operator").getFormByName("lift-shop-1");
        form.getInputByName("reason").setValue("it was the network");
        form.getElementsByTagName("button").get(0).click();

        assertThat(
                SlipwayStore.get()
                                .records()
                                .releases()
                                .find("shop", 1)
                                .orElseThrow()
                                .quarantine()
                        == null,
                is(true));
        assertThat(
                SlipwayStore.get().records().releases().quarantines("shop", 1).toString(),
                containsString("it was the network"));
    }

    @Test
    void nobody_else_lifts_a_quarantine() throws Exception {
        secure();
        assertThat(page("job/shop/slipway/", "reader").querySelector("form[name=lift-shop-1]") == null, is(true));

        assertThat(lift("reader", HttpMethod.POST, "shop", 1), is(403));
        assertThat(lift("operator", HttpMethod.GET, "shop", 1), is(405));
        assertThat(lift("operator", HttpMethod.POST, "other", 1), is(404));
        assertThat(lift("operator", HttpMethod.POST, "shop", 9), is(404));
        Optional<Release> release = SlipwayStore.get().records().releases().find("shop", 1);
        assertThat(release.orElseThrow().quarantine() == null, is(false));
    }

    private int lift(String user, HttpMethod method, String project, int release) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login(user);
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(j.getURL(), "job/shop/slipway/lift"), method);
        request.setRequestParameters(List.of(
                new NameValuePair("project", project),
                new NameValuePair("release", String.valueOf(release)),
                new NameValuePair("reason", "because")));
        return client.getPage(method == HttpMethod.POST ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }
}
