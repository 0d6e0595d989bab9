package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hudson.FilePath;
import hudson.model.Result;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A project that declares webhooks goes through the same four steps as any other, by the Jenkinsfile that lies with it. */
@WithJenkins
class IntegrationsTest {
    private static final FilePath SOURCE = new FilePath(new File("../../examples/integrations").getAbsoluteFile());

    private Process hoster;

    @AfterEach
    void stop() throws Exception {
        if (hoster != null) {
            hoster.destroy();
            Guestbook.stopHost();
        }
    }

    @Test
    void webhooks_are_subscribed_by_the_same_steps(JenkinsRule j) throws Exception {
        assumeTrue(runs("node", "--version") && runs("npm", "--version"), "Node.js with npm is not installed");
        WorkflowJob job = j.createProject(WorkflowJob.class, "integrations");
        FilePath workspace = j.jenkins.getWorkspaceFor(job);
        SOURCE.copyRecursiveTo("**/*", "node_modules/**,**/.slipway/out/**", workspace);
        workspace.child("bin/install").chmod(0755);
        String address = startHoster(workspace);
        FilePath configuration = workspace.child(".slipway/config.yaml");
        configuration.write(configuration.readToString().replace("http://127.0.0.1:9099", address), "UTF-8");
        job.setDefinition(new CpsFlowDefinition(workspace.child("Jenkinsfile").readToString(), true));

        WorkflowRun run = j.buildAndAssertStatus(Result.SUCCESS, job);

        j.assertLogContains("create webhook issues", run);
        assertThat(
                "one for staging, one for production",
                Pattern.compile("/_slipway/hooks/")
                        .matcher(hooks(address))
                        .results()
                        .toList(),
                hasSize(2));
    }

    /** Returns its address, once it listens. */
    private String startHoster(FilePath workspace) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", "bin/hoster.js")
                .directory(new File(workspace.getRemote()))
                .redirectErrorStream(true);
        builder.environment().put("PORT", "0");
        hoster = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(hoster.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        assertThat(line, startsWith("listening on http"));
        Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}), "hoster's output");
        rest.setDaemon(true);
        rest.start();
        return line.substring("listening on ".length());
    }

    private static String hooks(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/hooks")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
