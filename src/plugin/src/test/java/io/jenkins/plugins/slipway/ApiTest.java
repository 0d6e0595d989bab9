package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interface tells what the records say, to those who may see it, as its description promises. */
@WithJenkins
class ApiTest {
    private static final String EVIL = "<img src=x onerror=alert(1)>\u202e\"'";
    private static final String ROOT = "slipway/api/v1";
    private static final String JOB = "job/shop/slipway/api/v1";
    private static final List<String> USERS =
            List.of("anonymous", "reader", "builder", "operator", "deployer", "admin", "stranger");

    private static JenkinsRule j;

    @BeforeAll
    static void records(JenkinsRule rule) throws Exception {
        j = rule;
        FreeStyleProject shop = j.createFreeStyleProject("shop");
        j.createFreeStyleProject("bank");
        FreeStyleBuild build = j.buildAndAssertSuccess(shop);
        Projects.get().claim("", shop);
        SqlRecords records = SlipwayStore.get().records();
        Digest digest = new Digest("sha256:" + "ab".repeat(32));
        for (int i = 0; i < 3; i++) {
            records.releases()
                    .release(
                            "shop",
                            Map.of("app", digest),
                            JsonMapper.shared().createObjectNode().put("n", i),
                            "",
                            Instant.now(),
                            "ada " + EVIL);
            Deployment deployment = records.deployments()
                    .begin(
                            "shop",
                            "staging",
                            Deployment.Kind.DEPLOY,
                            i + 1,
                            i == 0 ? null : i,
                            0,
                            Instant.now(),
                            "ada",
                            EVIL);
            records.deployments()
                    .end(
                            deployment,
                            i == 2 ? Deployment.State.RESTORED : Deployment.State.LIVE,
                            Instant.now(),
                            i == 2 ? "see ‘slipway status’" : "",
                            List.of(new Deployment.PhaseRun("deploy", Deployment.PhaseState.DONE, 1.5)));
        }
        records.verdicts()
                .add(new Verdict(
                        "shop",
                        "staging",
                        2,
                        Map.of("app", digest),
                        Verdict.Status.UNSTABLE,
                        List.of(),
                        List.of(EVIL),
                        Instant.now(),
                        "ada"));
        RunReports.add(
                build,
                new DeployEnvStep("staging").work(),
                null,
                JsonMapper.shared().readTree("{\"deployment\":1,\"release\":1,\"state\":\"LIVE\"}"));
        Path kept = RunFiles.folder(build, "shop", "staging-1");
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("deploy.log"), "<b>said</b>");

        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "builder", "operator", "deployer", "stranger")
                .grant(Item.READ)
                .onItems(shop)
                .to("reader", "builder", "operator", "deployer")
                .grant(Item.BUILD)
                .onItems(shop)
                .to("builder")
                .grant(Permissions.ROLLBACK)
                .onItems(shop)
                .to("operator")
                .grant(Permissions.DEPLOY)
                .onItems(shop)
                .to("deployer")
                .grant(Item.READ, Item.CONFIGURE)
                .onItems(j.jenkins.getItem("bank"))
                .to("stranger"));
    }

    private static WebResponse call(String method, String url, String user, String body, String known)
            throws Exception {
        JenkinsRule.WebClient client = j.createWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);
        client.setRedirectEnabled(false);
        if (!user.equals("anonymous")) {
            client.withBasicApiToken(user);
        }
        WebRequest request = new WebRequest(new URL(j.getURL(), url), HttpMethod.valueOf(method));
        if (!body.isEmpty()) {
            request.setRequestBody(body);
            request.setAdditionalHeader("Content-Type", "application/json");
        }
        if (!known.isEmpty()) {
            request.setAdditionalHeader("If-None-Match", known);
        }
        return client.loadWebResponse(request);
    }

    private static WebResponse get(String url, String user) throws Exception {
        return call("GET", url, user, "", "");
    }

    private static JsonNode document(WebResponse response) {
        return JsonMapper.shared().readTree(response.getContentAsString(StandardCharsets.UTF_8));
    }

    /** The path with names of things that are there. */
    private static String filled(ApiRoute route) {
        return route.path()
                .replace("{project}", "shop")
                .replace("{environment}", "staging")
                .replace("{deployment}", "1")
                .replace("{release}", "1")
                .replace("{phase}", "deploy");
    }

    @Test
    void the_description_has_what_there_is_and_each_answer_is_as_described() throws Exception {
        JsonNode description = document(get(ROOT + "/openapi.json", "reader"));
        Map<String, Set<String>> described = new TreeMap<>();
        description.path("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().propertyNames().forEach(each -> methods.add(each.toUpperCase(java.util.Locale.ROOT)));
            described.put(path.getKey(), methods);
        });
        Map<String, Set<String>> there = new TreeMap<>();
        ApiRoute.ALL.forEach(route ->
                there.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method()));
        assertThat(described, is(there));

        for (ApiRoute route : ApiRoute.ALL) {
            JsonNode operation = description
                    .path("paths")
                    .path(route.path())
                    .path(route.method().toLowerCase(java.util.Locale.ROOT));
            Permission needs = route.needs();
            assertThat(
                    route.path(),
                    operation.path("x-permission").asString(""),
                    is(needs == null ? "" : "Slipway/" + needs.name));
            if (route.method().equals("GET") && !route.path().endsWith("{phase}")) {
                JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
                List<String> wrong = new ArrayList<>();
                compare(description, schema, document(get(ROOT + filled(route), "reader")), route.path(), wrong);
                assertThat(wrong, is(List.of()));
            }
        }
    }

    /** As far as it is used here: types, keys, items, and references. */
    private static void compare(JsonNode all, JsonNode schema, JsonNode value, String at, List<String> wrong) {
        if (schema.has("$ref")) {
            compare(all, all.at(schema.path("$ref").asString("").substring(1)), value, at, wrong);
        } else if (schema.has("anyOf")) {
            if (!value.isNull()) {
                compare(all, schema.path("anyOf").path(0), value, at, wrong);
            }
        } else if (value.isObject()) {
            JsonNode properties = schema.path("properties");
            schema.path("required").forEach(key -> {
                if (!value.has(key.asString(""))) {
                    wrong.add(at + " lacks " + key);
                }
            });
            value.properties().forEach(each -> {
                JsonNode one = properties.has(each.getKey())
                        ? properties.path(each.getKey())
                        : schema.path("additionalProperties");
                if (!one.isObject()) {
                    wrong.add(at + " has " + each.getKey());
                } else {
                    compare(all, one, each.getValue(), at + "/" + each.getKey(), wrong);
                }
            });
        } else if (value.isArray()) {
            value.forEach(each -> compare(all, schema.path("items"), each, at + "[]", wrong));
        } else {
            String types = schema.path("type").toString();
            String type =
                    value.isNull() ? "null" : value.isString() ? "string" : value.isBoolean() ? "boolean" : "number";
            boolean good = types.contains("\"" + type + "\"") || type.equals("number") && types.contains("\"integer\"");
            if (!good) {
                wrong.add(at + " is a " + type + " and not " + types);
            }
        }
    }

    @Test
    void the_documentation_has_the_table_of_all_routes_and_their_permissions() throws Exception {
        List<String> rows = new ArrayList<>();
        for (ApiRoute route : ApiRoute.ALL) {
            Permission needs = route.needs();
            rows.add("| " + route.method() + " | `" + route.path() + "` | "
                    + (needs == null ? "none; the list has those that you may see" : "Slipway/" + needs.name) + " |");
        }
        List<String> documented = Files.readAllLines(Path.of("../../docs/rest.md")).stream()
                .filter(line -> line.startsWith("| GET") || line.startsWith("| POST"))
                .toList();
        assertThat(documented, is(rows));
    }

    /** Every method on every URL, by everybody; a new route is in here by itself. */
    @Test
    void nobody_gets_what_they_may_not() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (ApiRoute route : ApiRoute.ALL) {
            for (String entry : List.of(ROOT, JOB)) {
                for (String user : USERS) {
                    for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                        int status = call(method, entry + filled(route), user, method.equals("POST") ? "{}" : "", "")
                                .getStatusCode();
                        String what = method + " " + entry + route.path() + " by " + user;
                        if (!expected(route, method, entry, user).contains(status)) {
                            wrong.put(what, status + " and not " + expected(route, method, entry, user));
                        }
                    }
                }
            }
        }
        assertThat(wrong, is(Map.of()));
        assertThat(SlipwayStore.get().records().releases().quarantines("shop", 1), hasSize(0));
    }

    private static Set<Integer> expected(ApiRoute route, String method, String entry, String user) {
        if (user.equals("anonymous")) {
            return Set.of(401, 403);
        }
        boolean sees = !user.equals("stranger");
        if (entry.equals(JOB) && !sees) {
            return Set.of(404);
        }
        boolean other = ApiRoute.ALL.stream()
                .anyMatch(each ->
                        each.path().equals(route.path()) && each.method().equals(method));
        if (!other) {
            return Set.of(405);
        }
        if (!sees && route.needs() != null) {
            return Set.of(404);
        }
        boolean may = route.method().equals("GET")
                || user.equals("admin")
                || user.equals("deployer")
                || user.equals("operator") && route.needs() == Permissions.ROLLBACK;
        // The body says no reason, and nothing is held: who may, is refused for that.
        return route.method().equals("GET") ? Set.of(200) : may ? Set.of(400, 409) : Set.of(403);
    }

    @Test
    void a_history_is_read_page_by_page_and_not_sent_twice() throws Exception {
        String url = ROOT + "/projects/shop/environments/staging/deployments";
        WebResponse first = get(url + "?limit=2", "reader");
        JsonNode page = document(first);
        assertThat(page.path("deployments").path(0).path("deployment").asInt(0), is(3));
        assertThat(page.path("deployments").size(), is(2));
        assertThat(page.path("next").asString(""), is("?below=2&limit=2"));
        JsonNode last = document(get(url + page.path("next").asString(""), "reader"));
        assertThat(last.path("deployments").size(), is(1));
        assertThat(last.path("next").isNull(), is(true));

        String tag = first.getResponseHeaderValue("ETag");
        assertThat(call("GET", url + "?limit=2", "reader", "", tag).getStatusCode(), is(304));
        assertThat(call("GET", url + "?limit=1", "reader", "", tag).getStatusCode(), is(200));
        JsonNode releases = document(get(JOB + "/releases?below=3&limit=1", "reader"));
        assertThat(releases.path("releases").path(0).path("release").asInt(0), is(2));
    }

    @Test
    void a_job_has_its_own_project_without_naming_it() throws Exception {
        JsonNode short_ = document(get(JOB + "/environments", "reader"));
        assertThat(short_, is(document(get(ROOT + "/projects/shop/environments", "reader"))));
        assertThat(short_.path("environments").path(0).path("release").asInt(0), is(2));
        assertThat(
                short_.path("environments")
                        .path(0)
                        .path("attempt")
                        .path("message")
                        .asString(""),
                is("see the page ‘Environments’ of the job"));
        assertThat(
                get("job/shop/slipway/api/v1/projects/bank/environments", "admin")
                        .getStatusCode(),
                is(404));
    }

    @Test
    void what_cannot_be_read_is_one_problem_that_says_what_to_write() throws Exception {
        for (String query : List.of(
                "limit=0", "limit=201", "limit=x", "below=-1", "below=99999999999", "limit=" + "9".repeat(99))) {
            WebResponse bad = get(ROOT + "/projects/shop/releases?" + query, "reader");
            assertThat(query, bad.getStatusCode(), is(400));
            assertThat(bad.getContentType(), is("application/problem+json"));
            assertThat(document(bad).path("status").asInt(0), is(400));
            assertThat(document(bad).path("detail").asString(""), containsString("must be a number from 1 to"));
        }
        for (String path : List.of(
                "", "/", "/x", "/projects/..%2Fbank/releases", "/projects/shop/releases/0x1", "/projects//releases")) {
            int status = get(ROOT + path, "reader").getStatusCode();
            assertThat(path, status == 404 || status == 400, is(true));
        }
        for (String body :
                List.of("{}", "{", "[]", "{\"reason\":\" \"}", "{\"reason\":\"" + "x".repeat(1001) + "\"}")) {
            WebResponse bad = call("POST", ROOT + "/projects/shop/releases/3/quarantine", "operator", body, "");
            assertThat(bad.getStatusCode(), is(400));
            assertThat(document(bad).path("detail").asString(""), containsString("‘reason’"));
        }
        assertThat(
                document(get(ROOT + "/projects/shop/releases/3", "reader"))
                        .path("quarantine")
                        .isNull(),
                is(true));
    }

    @Test
    void a_quarantine_is_set_and_lifted_with_who_and_why() throws Exception {
        String release = ROOT + "/projects/shop/releases/2";
        WebResponse set = call("POST", release + "/quarantine", "operator", "{\"reason\":\"loses orders\"}", "");
        assertThat(set.getStatusCode(), is(200));
        assertThat(document(set).path("quarantine").path("by").asString(""), is("operator"));
        assertThat(document(set).path("quarantine").path("reason").asString(""), is("loses orders"));

        WebResponse lift = call("POST", release + "/lift", "operator", "{\"reason\":\"it was the network\"}", "");
        assertThat(document(lift).path("quarantine").isNull(), is(true));
        assertThat(document(lift).path("quarantines").size(), is(2));
        assertThat(
                call("POST", release + "/lift", "operator", "{\"reason\":\"again\"}", "")
                        .getStatusCode(),
                is(409));
        assertThat(
                call("POST", ROOT + "/projects/shop/releases/9/lift", "operator", "{\"reason\":\"x\"}", "")
                        .getStatusCode(),
                is(404));
    }

    @Test
    void whoever_has_no_token_and_no_crumb_changes_nothing() throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login("operator");
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request =
                new WebRequest(new URL(j.getURL(), ROOT + "/projects/shop/releases/1/quarantine"), HttpMethod.POST);
        request.setRequestBody("{\"reason\":\"x\"}");
        assertThat(client.loadWebResponse(request).getStatusCode(), is(403));
        Release release =
                SlipwayStore.get().records().releases().find("shop", 1).orElseThrow();
        assertThat(release.quarantine() == null, is(true));
    }

    @Test
    void logs_are_text_of_the_build_that_made_the_deployment() throws Exception {
        String logs = ROOT + "/projects/shop/environments/staging/deployments/1/logs";
        JsonNode list = document(get(logs, "reader"));
        assertThat(list.path("build").asString(""), is("job/shop/1/"));
        assertThat(list.path("logs").path(0).path("phase").asString(""), is("deploy"));
        WebResponse log = get(logs + "/deploy", "reader");
        assertThat(log.getContentType(), is("text/plain"));
        assertThat(log.getResponseHeaderValue("X-Content-Type-Options"), is("nosniff"));
        assertThat(log.getContentAsString(), is("<b>said</b>"));
        assertThat(get(logs + "/..%2Freport", "reader").getStatusCode(), is(404));
        assertThat(get(logs.replace("/1/", "/2/"), "reader").getStatusCode(), is(404));
    }

    @Test
    void what_users_wrote_is_text_and_nothing_that_a_browser_takes_for_a_page() throws Exception {
        for (ApiRoute route : ApiRoute.ALL) {
            if (route.method().equals("GET") && !route.path().endsWith("{phase}")) {
                WebResponse response = get(ROOT + filled(route), "reader");
                assertThat(response.getContentType(), is("application/json"));
                assertThat(response.getResponseHeaderValue("X-Content-Type-Options"), is("nosniff"));
            }
        }
        JsonNode release = document(get(ROOT + "/projects/shop/releases/1", "reader"));
        assertThat(release.path("by").asString(""), startsWith("ada <img"));
        assertThat(
                get("slipway/api/v1/projects/%3Cimg%3E/releases", "reader").getContentAsString(),
                not(containsString("<img")));
    }
}
