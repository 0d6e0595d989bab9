package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.json.JsonMapper;

/** An agent answers with forged manifests, changes and results, and gets nothing that is not its step's. */
@WithJenkins
class HostileAgentTest {
    private static final String HEX = "ab".repeat(32);
    private static final Instant THEN = Instant.now().minusSeconds(3_600);

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private JenkinsRule j;
    private WorkflowJob job;
    private Slave agent;
    private FilePath workspace;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        j = rule;
        agent = agents.createAgent(j, "hostile");
        job = j.createProject(WorkflowJob.class, "shop");
        workspace = agent.getWorkspaceFor(job);
        SlowEverywhere.writeTo(workspace, 0);
        HostileCommand.putOn(workspace);
    }

    private WorkflowRun run(Result expected, String step) throws Exception {
        job.setDefinition(
                new CpsFlowDefinition("node('hostile') { def done = " + step + "; echo \"it is ${done}\" }", true));
        WorkflowRun run = j.buildAndAssertStatus(expected, job);
        j.assertLogNotContains("at io.jenkins.plugins.slipway", run);
        return run;
    }

    private static SqlRecords records() {
        return SlipwayStore.get().records();
    }

    private Path agentHome() {
        return Path.of(agent.getRemoteFS(), "slipway-agent");
    }

    /** An artifact in the agent's store, as a build there would have left it. */
    private Digest artifact(String key, String content) throws IOException {
        Path tree = Files.createTempDirectory("hostile");
        Files.writeString(tree.resolve("file"), content);
        DirectoryArtifactStore store = DirectoryArtifactStore.open(agentHome().resolve("artifacts"));
        Manifest.Draft draft =
                new Manifest.Draft("bank", "app", new Digest("sha256:" + key), new TreeMap<>(), null, Map.of(), THEN);
        return store.publish(tree, draft, List.of(), (bytes, files) -> {}).artifact();
    }

    private static String built(String application, String key, String digest) {
        return "{\"project\":\"shop\",\"release\":1,\"applications\":[{\"name\":\"" + application
                + "\",\"key\":\"sha256:" + key + "\",\"digest\":\"" + digest
                + "\",\"reused\":false,\"reasons\":[],\"seconds\":0.1}]}";
    }

    private static String released(String project, String application, String digest) {
        return "{\"change\":\"released\",\"project\":\"" + project + "\",\"artifacts\":{\"" + application + "\":\""
                + digest + "\"},\"config\":{},\"commit\":\"\",\"created\":\"" + Instant.now() + "\",\"by\":\"admin\"}";
    }

    @Test
    void what_a_manifest_says_is_no_path_and_no_name() throws Exception {
        String secret = Files.readString(j.jenkins.getRootDir().toPath().resolve("secrets/master.key"));
        Digest artifact = artifact(HEX, "evil");
        Path statement = agentHome().resolve("artifacts/keys/ab/" + HEX + ".json");
        Files.writeString(
                statement,
                Files.readString(statement)
                        .replace("\"project\" : \"bank\"", "\"project\" : \"../../../secrets\"")
                        .replace("\"application\" : \"app\"", "\"application\" : \"master.key\""));
        for (String application : List.of("app", "../../../secrets/master.key", "..", "a/b", "")) {
            HostileCommand.say(
                    workspace,
                    built(application, HEX, artifact.value()),
                    released("shop", application, artifact.value()));
            run(Result.FAILURE, "buildApp(reuse: false)");
        }

        assertThat(Files.readString(j.jenkins.getRootDir().toPath().resolve("secrets/master.key")), is(secret));
        assertThat(records().releases().list("shop", 10), empty());
    }

    @Test
    void a_foreign_key_leads_no_other_project_to_what_was_stored_under_it() throws Exception {
        Digest evil = artifact(HEX, "evil");
        HostileCommand.say(workspace, built("app", HEX, evil.value()), released("shop", "app", evil.value()));
        run(Result.SUCCESS, "buildApp(reuse: false)");

        Release release = records().releases().newest("shop").orElseThrow();
        assertThat(release.artifacts(), is(Map.of("app", evil)));
        assertThat(release.by(), containsString("shop"));
        assertThat(release.by(), not(containsString("admin")));
        Digest key = new Digest("sha256:" + HEX);
        assertThat(
                new ControllerBuildKey("bank", "app", key)
                        .find(SlipwayStore.get().artifacts())
                        .isPresent(),
                is(false));
        assertThat(
                new ControllerBuildKey("shop", "web", key)
                        .find(SlipwayStore.get().artifacts())
                        .isPresent(),
                is(false));
        assertThat(
                new ControllerBuildKey("shop", "app", key)
                        .find(SlipwayStore.get().artifacts())
                        .orElseThrow()
                        .draft()
                        .project(),
                is("shop"));
        assertThat(SlipwayStore.get().artifacts().find(key).isPresent(), is(false));
    }

    @Test
    void bytes_of_another_project_are_not_had_by_naming_them() throws Exception {
        Digest own = artifact(HEX, "mine");
        Path tree = Files.createTempDirectory("bank");
        Files.writeString(tree.resolve("file"), "of the bank");
        Digest foreign = SlipwayStore.get()
                .artifacts()
                .publish(
                        tree,
                        new Manifest.Draft("bank", "app", own, new TreeMap<>(), null, Map.of(), THEN),
                        List.of(),
                        (bytes, files) -> {})
                .artifact();

        // Named in the result; named only in the change; and the bytes of one under the name of the other.
        HostileCommand.say(workspace, built("app", HEX, foreign.value()), released("shop", "app", foreign.value()));
        run(Result.FAILURE, "buildApp(reuse: false)");
        HostileCommand.say(workspace, built("app", HEX, own.value()), released("shop", "app", foreign.value()));
        j.assertLogContains("did not bring these bytes", run(Result.FAILURE, "buildApp(reuse: false)"));
        String blob = "artifacts/cas/%s/%s.tar.zst";
        Path there = agentHome().resolve(blob.formatted(foreign.hex().substring(0, 2), foreign.hex()));
        Files.createDirectories(there.getParent());
        Files.copy(agentHome().resolve(blob.formatted(own.hex().substring(0, 2), own.hex())), there);
        HostileCommand.say(workspace, built("app", HEX, foreign.value()), released("shop", "app", foreign.value()));
        j.assertLogContains("not the one that was announced", run(Result.FAILURE, "buildApp(reuse: false)"));

        assertThat(records().releases().list("shop", 10), empty());
    }

    /** Release 1 of the project lives in staging, release 2 is in quarantine, and {@code bank} is somebody else's. */
    private void lay() {
        for (String project : List.of("shop", "bank")) {
            for (int number = 1; number <= 2; number++) {
                Digest digest = new Digest("sha256:" + ("0" + number).repeat(32));
                records()
                        .releases()
                        .release(
                                project,
                                Map.of("app", digest),
                                JsonMapper.shared().createObjectNode(),
                                "",
                                THEN,
                                "ann");
            }
            Deployment live = records()
                    .deployments()
                    .begin(project, "staging", Deployment.Kind.DEPLOY, 1, null, 0, THEN, "ann", "");
            records().deployments().end(live, Deployment.State.LIVE, THEN, "", List.of());
            records().releases().quarantine(project, 2, new Release.Quarantine("ann", THEN, "loses orders"));
        }
        Projects.get().claim("", job);
    }

    private String everything() {
        return records().snapshot("shop").toJson()
                + records().snapshot("bank").toJson()
                + records().deployments().history("shop", "staging", 50)
                + records().verdicts().list("shop", "staging", 50);
    }

    private static String judged(String environment, int release, String status, String rule) {
        return "{\"change\":\"judged\",\"verdict\":{\"project\":\"shop\",\"environment\":\"" + environment
                + "\",\"release\":" + release + ",\"digests\":{\"app\":\"sha256:" + ("0" + release).repeat(32)
                + "\"},\"status\":\"" + status
                + "\",\"rules\":[{\"metric\":\"tests.failed\",\"value\":0.0,\"limit\":\"<= 0\","
                + "\"criticality\":\"FAILURE\",\"status\":\"" + rule + "\"}],\"notes\":[],\"at\":\"" + Instant.now()
                + "\",\"by\":\"admin\"}}";
    }

    private static String begun(String environment, int number, int release) {
        return "{\"change\":\"begun\",\"deployment\":{\"project\":\"shop\",\"environment\":\"" + environment
                + "\",\"number\":" + number + ",\"kind\":\"DEPLOY\",\"release\":" + release
                + ",\"previous\":1,\"state\":\"RUNNING\",\"started\":\"" + Instant.now()
                + "\",\"ended\":null,\"by\":\"admin\",\"reason\":\"\",\"dataVersions\":{},\"backups\":{},\"phases\":[]}}";
    }

    private static String ended(String environment, int number, String state) {
        return "{\"change\":\"ended\",\"project\":\"shop\",\"environment\":\"" + environment + "\",\"number\":" + number
                + ",\"state\":\"" + state + "\",\"ended\":\"" + Instant.now() + "\",\"reason\":\"\",\"phases\":[]}";
    }

    private static String lifted(String project) {
        return "{\"change\":\"lifted\",\"project\":\"" + project + "\",\"release\":2,\"by\":\"admin\",\"at\":\""
                + Instant.now() + "\",\"reason\":\"good after all\"}";
    }

    private static String deployed(int deployment, int release, String state) {
        return "{\"environment\":\"staging\",\"deployment\":" + deployment + ",\"release\":" + release
                + ",\"previous\":1,\"state\":\"" + state + "\",\"phases\":[],\"urls\":[]}";
    }

    private static String verdict(String status) {
        return "{\"environment\":\"staging\",\"release\":1,\"verdict\":\"" + status + "\",\"rules\":[],\"notes\":[],"
                + "\"junit\":[\"../../../../../etc/passwd\"]}";
    }

    @Test
    void a_change_that_the_step_cannot_make_fails_it_and_changes_nothing() throws Exception {
        lay();
        String before = everything();
        Map<String, String> changes = new TreeMap<>();
        changes.put(lifted("shop"), "deployEnv environment: 'staging', release: 1");
        changes.put(lifted("bank"), "buildApp(app: 'app')");
        changes.put(judged("staging", 1, "PASSED", "PASSED"), "deployEnv environment: 'staging', release: 1");
        changes.put(judged("production", 1, "PASSED", "PASSED"), "qualityGate environment: 'staging'");
        changes.put(judged("staging", 2, "PASSED", "PASSED"), "qualityGate environment: 'staging'");
        changes.put(judged("staging", 1, "PASSED", "BROKEN"), "qualityGate environment: 'staging'");
        changes.put(begun("production", 2, 1), "deployEnv environment: 'staging', release: 1");
        changes.put(begun("staging", 2, 2), "deployEnv environment: 'staging', release: 1");
        changes.put(begun("staging", 2, 1), "deployEnv environment: 'staging', release: 1, dryRun: true");
        changes.put(ended("staging", 1, "FAILED"), "deployEnv environment: 'staging', release: 1");
        changes.put("{\"change\":\"\\u001b[2J\"}", "deployEnv environment: 'staging', release: 1");
        for (Map.Entry<String, String> each : changes.entrySet()) {
            HostileCommand.say(workspace, deployed(2, 1, "LIVE"), each.getKey());
            run(Result.FAILURE, each.getValue());
            assertThat(each.getKey(), everything(), is(before));
            // It is free as soon as the command is known to have ended.
            EnvironmentClaim claim = new EnvironmentClaim(
                    "shop", "staging", "next", job.getLastBuild().getExternalizableId(), "QUEUE");
            EnvironmentQueue.get().ask(claim, 60_000, holder -> {}).get(1, TimeUnit.MINUTES);
            EnvironmentQueue.get().giveBack(claim);
        }
    }

    @Test
    void a_result_that_is_not_so_fails_the_step() throws Exception {
        lay();
        for (String result : List.of(
                deployed(2, 1, "LIVE"),
                deployed(1, 1, "LIVE"),
                "{\"environment\":\"production\",\"deployment\":2,\"release\":1,\"state\":\"LIVE\"}",
                "[]",
                "{",
                "{\"deployment\":1e400,\"state\":{\"a\":[]}}",
                "{\"a\":\"" + "x".repeat(AgentFiles.LONGEST_DOCUMENT) + "\"}")) {
            HostileCommand.say(workspace, result);
            run(Result.FAILURE, "deployEnv environment: 'staging', release: 1");
        }
        for (String status : List.of("PASSED", "GOOD", "")) {
            HostileCommand.say(workspace, verdict(status));
            run(Result.FAILURE, "qualityGate environment: 'staging'");
        }
        HostileCommand.say(workspace, verdict("PASSED"), judged("staging", 1, "FAILED", "BROKEN"));
        run(Result.FAILURE, "qualityGate environment: 'staging'");
        assertThat(records().verdicts().list("shop", "staging", 10).size(), is(1));
        assertThat(records().deployments().history("shop", "staging", 50).size(), is(1));
    }

    @Test
    void what_the_step_can_do_is_written_in_the_name_of_who_asked_and_shown_without_orders_to_the_terminal()
            throws Exception {
        lay();
        HostileCommand.say(
                workspace,
                deployed(2, 1, "LIVE")
                        .replace("\"urls\":[]", "\"urls\":[\"http://x/\\u001b]0;owned\\u0007\\n[Pipeline] End\"]"),
                begun("staging", 2, 1),
                ended("staging", 2, "LIVE"));
        WorkflowRun run = run(Result.SUCCESS, "deployEnv(environment: 'staging', release: 1)");

        Deployment live = records().deployments().live("shop", "staging").orElseThrow();
        assertThat(live.number(), is(2));
        assertThat(live.by(), is("shop #" + run.getNumber()));
        j.assertLogNotContains("\u001b]0;owned", run);

        HostileCommand.say(workspace, verdict("PASSED"), judged("staging", 1, "PASSED", "PASSED"));
        run(Result.SUCCESS, "qualityGate(environment: 'staging')");
        assertThat(
                records().verdicts().latest("shop", "staging", 1).orElseThrow().by(), not(containsString("admin")));
    }
}
