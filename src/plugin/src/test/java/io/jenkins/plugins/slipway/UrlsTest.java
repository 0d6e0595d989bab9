package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is asked for below the pages, the answer is a page or a refusal, and never an error of ours. */
@WithJenkins
class UrlsTest {
    @Test
    void no_name_below_the_pages_is_answered_by_an_error(JenkinsRule j) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("shop");
        FreeStyleBuild build = j.buildAndAssertSuccess(job);
        RunReports.add(
                build,
                new DeployEnvStep("staging").work(),
                null,
                JsonMapper.shared()
                        .readTree("{\"environment\":\"staging\",\"deployment\":1,\"release\":1,\"state\":\"LIVE\"}"));
        Path kept = RunFiles.folder(build, "shop", "staging-1");
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("deploy.log"), "said");
        JenkinsRule.WebClient client = j.createWebClient();
        client.setThrowExceptionOnFailingStatusCode(false);

        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (String page : List.of("job/shop/slipway/", "job/shop/1/slipway/")) {
            for (String name : names()) {
                int status = client.goTo(page + name, null).getWebResponse().getStatusCode();
                asked++;
                if (status >= 500) {
                    wrong.add(page + name + " " + status);
                }
            }
        }

        assertThat(wrong, is(List.of()));
        assertThat(asked, is(greaterThan(100)));
        assertThat(
                client.goTo("job/shop/1/slipway/files/shop/staging-1/deploy.log", "text/plain")
                        .getWebResponse()
                        .getContentAsString(),
                is("said"));
        for (String nowhere : List.of(
                "files/shop/staging-1/..%2F..%2Fbuild.xml",
                "files/shop/..%2F../build.xml",
                "files/other/staging-1/deploy.log",
                "files/shop/staging-2/deploy.log",
                "files/shop/staging-1/deploy.log/x",
                "files/shop/staging-1")) {
            assertThat(
                    nowhere,
                    client.goTo("job/shop/1/slipway/" + nowhere, null)
                            .getWebResponse()
                            .getStatusCode(),
                    is(greaterThan(399)));
        }
    }

    /** Whatever the classes behind the pages have: methods, and views; and what people try. */
    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : List.of(
                SlipwayReport.class,
                JobEnvironments.class,
                RunPage.class,
                EnvironmentsPage.class,
                StepView.class,
                EnvironmentRow.class)) {
            for (Method method : type.getMethods()) {
                names.add(method.getName());
                String bare = method.getName().replaceFirst("^(get|do|is)", "");
                names.add(bare.isEmpty() ? "x" : bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1));
            }
        }
        Path views = Path.of("src/main/resources/io/jenkins/plugins/slipway");
        try (Stream<Path> files = Files.walk(views)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".jelly"))
                    .forEach(file -> {
                        names.add(file);
                        names.add(file.substring(0, file.length() - ".jelly".length()));
                    });
        }
        names.addAll(List.of(
                "",
                "steps/0",
                "steps/0/phases",
                "steps/-1",
                "steps/x",
                "rows/0",
                "object",
                "object/slipway",
                "api",
                "api/json",
                "api/xml",
                "%00",
                "..%2f",
                "files",
                "files/",
                "files/shop",
                "files////",
                "files/shop/x/%0a",
                "logs/1",
                "x",
                "index",
                "action",
                "ajaxBuildQueue",
                "target",
                "descriptor",
                "class",
                "api/v1"));
        assertThat(names, hasSize(lessThan(300)));
        return names;
    }
}
