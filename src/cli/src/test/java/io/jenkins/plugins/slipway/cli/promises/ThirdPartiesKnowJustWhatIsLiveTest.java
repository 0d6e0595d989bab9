package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.cli.Run;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.LocalTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Random releases are deployed and rolled back by real commands, against a third party with faults, while the command, the daemon, or
 * both are killed at random instants. After each reconciling the third party has exactly what the live release declares: nothing
 * leaked, nothing doubled, nothing asked again that is known to have succeeded.
 *
 * <p>A few rounds unless {@code -Dslipway.kills.rounds=200} asks for more; {@code -Dslipway.kills.seed=N} makes other ones.
 */
@NullUnmarked
class ThirdPartiesKnowJustWhatIsLiveTest {
    private static final int ROUNDS = Integer.getInteger("slipway.kills.rounds", 4);
    private static final long SEED = Long.getLong("slipway.kills.seed", 20_260_601L);
    private static final List<String> ENVIRONMENTS = List.of("restoring", "keeping");

    /** About how long a deployment takes here; kills come at random within it. */
    private static final int TYPICAL_MILLIS = 3_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> counts = new TreeMap<>();
    private Subscribers subscribers;
    private SubscribingReleases releases;
    private HostControl host;

    @Test
    void whatever_is_killed_and_whenever_third_parties_keep_what_is_live_and_nothing_else() throws Exception {
        subscribers = new Subscribers(random);
        try {
            releases = new SubscribingReleases(folder, subscribers.url());
            host = HostControl.of(releases.home());
            host.start(0, null);
            for (int round = 1; round <= ROUNDS; round++) {
                String story = "seed " + SEED + " round " + round + ": " + round();
                // What stays undone is often left to the next deployment.
                if (random.nextInt(3) > 0 || round == ROUNDS) {
                    subscribers.faults(0);
                    check(story);
                }
            }
        } finally {
            if (host != null) {
                host.stop(true);
            }
            subscribers.close();
            System.out.println(ROUNDS + " rounds, seed " + SEED + ": " + counts + ", " + subscribers.requests()
                    + " requests, faults met " + subscribers.met());
        }
        await().untilAsserted(() -> assertThat(left()).isEmpty());
    }

    private String round() throws Exception {
        String environment = ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size()));
        List<String> command = command(environment);
        int faults = new int[] {0, 15, 40}[random.nextInt(3)];
        boolean deployer = random.nextInt(5) < 2;
        boolean daemon = random.nextInt(5) < 2;
        boolean atRequest = random.nextInt(3) > 0;
        int request = 1 + random.nextInt(8);
        int millis = atRequest ? random.nextInt(40) : random.nextInt(TYPICAL_MILLIS);
        String story = String.join(" ", command) + ", " + faults + " % faults"
                + (deployer ? ", deployer" : "") + (daemon ? ", daemon" : "")
                + (!deployer && !daemon
                        ? ""
                        : " killed " + millis + " ms after " + (atRequest ? "request " + request : "the start"));
        subscribers.faults(faults);
        CountDownLatch arrived = subscribers.after(request);
        long daemonPid = host.status().map(status -> status.pid()).orElse(0L);
        Process process = start(command);
        if (deployer || daemon) {
            if (atRequest) {
                arrived.await(TYPICAL_MILLIS, TimeUnit.MILLISECONDS);
            }
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            count(process.isAlive() ? "killed under way" : "killed afterwards");
            if (deployer) {
                process.destroyForcibly();
                count("deployers");
            }
            if (daemon && daemonPid != 0) {
                ProcessHandle.of(daemonPid).ifPresent(ProcessHandle::destroyForcibly);
                count("daemons");
            }
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(story).isTrue();
        count("exit " + process.exitValue());
        // 4 would be a bug of ours; a killed command has the signal's number.
        assertThat(process.exitValue()).as(story + "\n" + said(process)).isIn(0, 1, 3, 137);
        return story;
    }

    private List<String> command(String environment) throws IOException {
        if (releases.count() == 0 || random.nextInt(5) < 3) {
            int release = releases.freeze(random);
            count("deployments");
            return List.of("deploy", environment, "--release", Integer.toString(release));
        }
        if (random.nextBoolean()) {
            count("rollbacks");
            return List.of("rollback", environment, "--reason", "bad");
        }
        count("deployments of older releases");
        return List.of("deploy", environment, "--release", Integer.toString(1 + random.nextInt(releases.count())));
    }

    private Process start(List<String> command) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.jenkins.plugins.slipway.cli.Main"));
        argv.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(releases.project().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        return builder.start();
    }

    private String said(Process process) throws IOException {
        return java.nio.file.Files.readString(folder.resolve("said"));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USER", "ann");
        environment.remove("SLIPWAY_HOME");
        return environment;
    }

    private Run slipway(String... arguments) {
        return Run.with(environment(), releases.project(), arguments);
    }

    private void check(String story) throws Exception {
        List<String> expected = new ArrayList<>();
        for (String environment : ENVIRONMENTS) {
            reconcile(environment, story);
            expected.addAll(expected(environment, story));
        }
        count("checks");
        assertThat(subscribers.kept())
                .as(story)
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(subscribers.wrong()).as(story).isEmpty();
        subscribers.settle();
    }

    private void reconcile(String environment, String story) {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            Run run = slipway("reconcile", environment, "--json");
            boolean never = run.code() == ExitCode.REFUSED && run.err().contains("Nothing was ever deployed");
            assertThat(run.code() == ExitCode.DONE || never)
                    .as(story + "\n" + run.err() + run.out())
                    .isTrue();
        });
    }

    /** Of what is live in the environment: address and event. */
    private List<String> expected(String environment, String story) throws Exception {
        Run run = slipway("objects", environment, "--json");
        if (run.code() == ExitCode.REFUSED) {
            return List.of();
        }
        JsonNode document = run.document();
        List<String> expected = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int release = 0;
        for (JsonNode object : document.path("objects")) {
            assertThat(release).as(story).isIn(0, object.path("release").intValue());
            release = object.path("release").intValue();
            String name = object.path("name").asString();
            String url = object.path("url").asString();
            names.add(name);
            String event = releases.declared(release).get(name);
            expected.add(url + " " + event);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).as(story).isEqualTo("{\"release\":" + release + ",\"event\":\"" + event + "\"}");
        }
        for (JsonNode one : document.path("subscriptions")) {
            assertThat(one.path("pending").asBoolean()).as(story).isFalse();
        }
        Integer live = LocalTarget.open(releases.home())
                .inspect("hooks", environment)
                .map(Live::release)
                .orElse(null);
        if (environment.equals("restoring") || live != null) {
            // A failed deployment that was kept is not live, and its objects are.
            int serving = live == null ? 0 : live;
            assertThat(names)
                    .as(story + ", release " + serving)
                    .containsExactlyInAnyOrderElementsOf(
                            serving == 0
                                    ? List.of()
                                    : releases.declared(serving).keySet());
            assertThat(release).as(story).isIn(0, serving);
        } else if (release != 0) {
            assertThat(names)
                    .as(story)
                    .containsExactlyInAnyOrderElementsOf(
                            releases.declared(release).keySet());
        }
        return expected;
    }

    /** Processes that still have something of this test open. */
    private List<String> left() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
