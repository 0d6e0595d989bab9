package io.jenkins.plugins.slipway;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import hudson.FilePath;
import hudson.model.Result;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DisableConcurrentBuildsJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An abort leaves one whole release serving. */
@WithJenkins
class AbortTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @AfterEach
    void stop() throws Exception {
        Guestbook.stopHost();
    }

    @Test
    void an_abort_in_the_middle_of_a_deployment_brings_the_old_release_back(JenkinsRule j) throws Exception {
        WorkflowJob shop = j.createProject(WorkflowJob.class, "shop");
        FilePath workspace = j.jenkins.getWorkspaceFor(shop);
        workspace.mkdirs();
        Guestbook.copyTo(workspace);
        shop.setDefinition(new CpsFlowDefinition(
                "node { buildApp(); def live = deployEnv environment: 'staging'; echo \"at ${live.urls[0]} now\" }",
                true));
        WorkflowRun good = j.buildAndAssertSuccess(shop);
        String log = JenkinsRule.getLog(good);
        String url = log.substring(log.indexOf("at http") + 3, log.indexOf(" now"));

        FilePath config = workspace.child(".slipway/config.yaml");
        config.write(config.readToString().replace("./bin/schema up", "echo the hook began; sleep 120"), "UTF-8");
        WorkflowRun bad = shop.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook began", bad);
        bad.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(bad));

        List<Deployment> history = SlipwayStore.get().records().deployments().history("shop", "staging", 10);
        assertThat(history.get(0).state(), is(Deployment.State.RESTORED));
        assertThat(history.get(1).state(), is(Deployment.State.LIVE));
        URI address = URI.create(url);
        assertThat(address.getHost(), is("staging.shop.localhost"));
        assertThat(statusLine(address), startsWith("HTTP/1.1 200"));
    }

    @Test
    void a_time_limit_and_a_newer_build_leave_one_whole_release_serving(JenkinsRule j) throws Exception {
        FilePath sources = new FilePath(j.jenkins.getRootPath(), "sources");
        Guestbook.copyTo(sources);
        FilePath config = sources.child(".slipway/config.yaml");
        String good = config.readToString();
        String slow = good.replace("./bin/schema up", "echo the hook began; sleep 120");
        WorkflowJob shop = j.createProject(WorkflowJob.class, "shop");
        String begin = "node { sh 'cp -R \"" + sources.getRemote() + "/.\" .'; buildApp(); ";
        shop.setDefinition(new CpsFlowDefinition(
                begin + "def live = deployEnv environment: 'staging'; echo \"at ${live.urls[0]} now\" }", true));
        String log = JenkinsRule.getLog(j.buildAndAssertSuccess(shop));
        URI address = URI.create(log.substring(log.indexOf("at http") + 3, log.indexOf(" now")));

        config.write(slow, "UTF-8");
        shop.setDefinition(new CpsFlowDefinition(
                begin + "timeout(time: 8, unit: 'SECONDS') { deployEnv environment: 'staging' } }", true));
        j.buildAndAssertStatus(Result.ABORTED, shop);
        // In a test, Jenkins waits five seconds for the step; its command may take longer, and is followed to its end.
        await().atMost(2, MINUTES)
                .until(() -> SlipwayStore.get().records().deployments().running("shop"), is(List.of()));
        assertThat(
                SlipwayStore.get()
                        .records()
                        .deployments()
                        .live("shop", "staging")
                        .orElseThrow()
                        .release(),
                is(1));
        assertThat(statusLine(address), startsWith("HTTP/1.1 200"));

        DisableConcurrentBuildsJobProperty newest = new DisableConcurrentBuildsJobProperty();
        newest.setAbortPrevious(true);
        shop.addProperty(newest);
        shop.setDefinition(new CpsFlowDefinition(begin + "deployEnv environment: 'staging' }", true));
        WorkflowRun overtaken = shop.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the hook began", overtaken);
        config.write(good + "\n# again\n", "UTF-8");
        WorkflowRun last = shop.scheduleBuild2(0).waitForStart();
        j.assertBuildStatusSuccess(j.waitForCompletion(last));
        j.assertBuildStatus(Result.NOT_BUILT, j.waitForCompletion(overtaken));
        assertThat(statusLine(address), startsWith("HTTP/1.1 200"));
        List<Deployment> history = SlipwayStore.get().records().deployments().history("shop", "staging", 10);
        assertThat(history.get(0).state(), is(Deployment.State.LIVE));
        assertThat(history.get(1).state(), is(Deployment.State.RESTORED));
    }

    @Test
    void an_abort_ends_a_build_and_a_gate_with_all_of_their_processes(JenkinsRule j) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "slow");
        FilePath workspace = j.jenkins.getWorkspaceFor(job);
        SlowEverywhere.writeTo(workspace, 4321);
        job.setDefinition(new CpsFlowDefinition("node { buildApp() }", true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the build began", build);
        build.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        assertThat(sleepers(), is(0L));
        assertThat(SlipwayStore.get().records().releases().list("slow", 1), is(List.of()));

        SlowEverywhere.writeTo(workspace, 0);
        job.setDefinition(new CpsFlowDefinition("node { buildApp(); deployEnv 'staging' }", true));
        j.buildAndAssertSuccess(job);
        workspace.child("judge").write("#!/bin/sh\necho the gate began\nsleep 4321\n", "UTF-8");
        job.setDefinition(new CpsFlowDefinition("node { qualityGate 'staging' }", true));
        WorkflowRun gate = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("the gate began", gate);
        gate.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(gate));
        assertThat(sleepers(), is(0L));
        assertThat(SlipwayStore.get().records().verdicts().list("slow", "staging", 10), is(List.of()));
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep 4321"))
                .count();
    }

    /** Asks by hand, as not every machine knows that names below localhost are this machine. */
    private static String statusLine(URI address) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
            String request = "GET / HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
