package io.jenkins.plugins.slipway.engine.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.store.SqlObjects;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/**
 * Random sequences of releases, deployed and rolled back, against a third party with faults, by a deployer that dies at random
 * moments. In the end the third party keeps exactly what the live release declares.
 */
final class SubscriptionSequencesTest {
    private static final List<String> WEBHOOKS = List.of("issues", "pushes", "stars");
    private static final Backoff QUICK = new Backoff(2, Duration.ofMillis(1), 1);

    @TempDir
    private static Path folder;

    private static SqlObjects objects;

    /**
     * One deployment.
     *
     * @param wanted props by webhook; a null list means a rollback to the release before
     * @param crash number of the transaction in which the deployer dies; none if larger than there are
     */
    record Step(Map<String, Integer> wanted, boolean back, int crash, boolean after, List<ThirdParty.Fault> faults) {}

    @BeforeAll
    static void open() {
        objects = SqlObjects.holdIn(folder, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        objects.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void third_parties_end_up_with_what_the_live_release_declares(long seed) throws Exception {
        List<Step> steps = sequence(new Random(seed));
        ObjectScope scope = new ObjectScope("p" + seed, "staging", "app");
        Map<Integer, Map<String, JsonNode>> releases = new HashMap<>();
        try (ThirdParty thirdParty = new ThirdParty()) {
            ReleaseCode code = new ReleaseCode(thirdParty, releases);
            int live = 0;
            for (int n = 1; n <= steps.size(); n++) {
                Step step = steps.get(n - 1);
                int release = step.back() && live > 1 ? live - 1 : n;
                releases.computeIfAbsent(release, number -> props(step.wanted()));
                thirdParty.faults(step.faults());
                ObjectRecords records = CrashingRecords.at(objects, code, step.crash(), step.after());
                try {
                    deploy(deployer(records, code), scope, n, release, releases.get(release));
                } catch (CrashingRecords.Crash crash) {
                    // What is left is for the next one to take up.
                }
                live = objects.live(scope).map(now -> now.code().release()).orElse(0);
            }

            thirdParty.faults(List.of());
            ObjectRecords records = CrashingRecords.at(objects, code, Integer.MAX_VALUE, false);
            SubscriptionReport report =
                    deployer(records, code).subscribe(scope, OutputSink.discard(), Cancellation.never());

            assertThat(report.undone()).isEmpty();
            assertThat(thirdParty.wrong()).isEmpty();
            Map<String, JsonNode> there = new TreeMap<>();
            thirdParty
                    .kept()
                    .values()
                    .forEach(kept -> assertThat(there.put(kept.url(), kept.props()))
                            .as("doubled: " + kept.url())
                            .isNull());
            assertThat(there).isEqualTo(expected(scope, live == 0 ? Map.of() : releases.get(live)));
            int requests = thirdParty.requests().size();
            deployer(records, code).subscribe(scope, OutputSink.discard(), Cancellation.never());
            assertThat(thirdParty.requests()).as("nothing is left to do").hasSize(requests);
        }
    }

    private static void deploy(
            ObjectDeployer deployer, ObjectScope scope, int number, int release, Map<String, JsonNode> wanted)
            throws InterruptedException {
        DeployList list =
                new DeployList(wanted.keySet().stream().map(Samples::webhook).toList());
        ObjectCode code = new ObjectCode(number, release, Samples.digest(release), "deploy.js");
        deployer.commit(scope, number, code, list, OutputSink.discard());
        deployer.subscribe(scope, OutputSink.discard(), Cancellation.never());
    }

    private static ObjectDeployer deployer(ObjectRecords records, ReleaseCode code) {
        return new ObjectDeployer(records, code, ReleaseCode::source, QUICK, secret -> "http://hooks/" + secret);
    }

    private static Map<String, JsonNode> props(Map<String, Integer> wanted) {
        Map<String, JsonNode> props = new TreeMap<>();
        wanted.forEach((webhook, value) -> props.put(webhook, IntNode.valueOf(value)));
        return props;
    }

    private static Map<String, JsonNode> expected(ObjectScope scope, Map<String, JsonNode> wanted) {
        Map<String, String> secrets =
                objects.live(scope).map(LiveObjects::secrets).orElse(Map.of());
        Map<String, JsonNode> expected = new TreeMap<>();
        wanted.forEach((webhook, props) -> expected.put("http://hooks/" + secrets.get(webhook), props));
        return expected;
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    private static List<Step> sequence(Random random) {
        return Stream.generate(() -> step(random)).limit(1 + random.nextInt(6)).toList();
    }

    private static Step step(Random random) {
        Map<String, Integer> wanted = new TreeMap<>();
        for (String webhook : WEBHOOKS) {
            if (random.nextBoolean()) {
                wanted.put(webhook, 1 + random.nextInt(2));
            }
        }
        List<ThirdParty.Fault> faults =
                Stream.generate(() -> fault(random)).limit(random.nextInt(9)).toList();
        return new Step(wanted, random.nextInt(3) == 0, random.nextInt(31), random.nextBoolean(), faults);
    }

    private static ThirdParty.Fault fault(Random random) {
        List<ThirdParty.Fault> kinds = new ArrayList<>(List.of(ThirdParty.Fault.values()));
        kinds.removeAll(List.of(ThirdParty.Fault.KILL_BEFORE, ThirdParty.Fault.KILL_AFTER));
        return kinds.get(random.nextInt(kinds.size()));
    }
}
