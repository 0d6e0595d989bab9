package io.jenkins.plugins.slipway.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.Answer;
import io.jenkins.plugins.slipway.cli.Run;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A Node.js application with packages and a worker, as a Platform.sh repository has it. It reads its environment by the
 * platform's own library for Node.js, at build and at run time.
 */
class OrdersTest {
    @TempDir
    private Path temporary;

    @Test
    void orders_are_taken_packed_judged_and_survive_the_way_back() throws Exception {
        for (String program : List.of("node", "npm")) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        try (Example orders = Example.copy("orders", temporary)) {
            Run built = orders.slipway("build");
            assumeFalse(
                    built.err().matches("(?s).*(ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|SELF_SIGNED_CERT).*"),
                    "npm does not reach its registry");
            assertThat(built.code()).as(built.err()).isZero();
            String address = orders.deploy();

            JsonNode front = Example.json(Answer.get(address + "/"));
            assertThat(front.path("greeting").asString()).isEqualTo("Orders");
            assertThat(front.path("project").asString()).isEqualTo("orders");
            assertThat(front.path("environment").asString()).isEqualTo("staging");
            assertThat(front.path("address").asString()).startsWith(address);
            assertThat(front.at("/built/inBuild").asBoolean()).isTrue();
            assertThat(front.at("/built/type").asString()).isEqualTo("nodejs:20");
            assertThat(front.at("/built/tree").asString()).hasSize(40);
            assertThat(Answer.get(address + "/assets/orders.css").header("cache-control"))
                    .contains("max-age=3600");

            String id = order(address);
            awaitPacked(address, id);
            assertThat(orders.done("gate", "staging").path("verdict").asString())
                    .isEqualTo("PASSED");

            orders.replace(".platform.app.yaml", "GREETING: Orders", "GREETING: Worse");
            orders.done("build");
            orders.deploy();
            assertThat(Answer.get(address + "/").body()).contains("Worse");
            orders.done("rollback", "staging");
            assertThat(Answer.get(address + "/").body()).contains("Orders");
            awaitPacked(address, id);
            awaitPacked(address, order(address));
        }
    }

    private static String order(String address) throws Exception {
        Answer taken = Answer.post(address + "/orders", "item=book");
        assertThat(taken.status()).isEqualTo(202);
        return Example.json(taken).path("id").asString();
    }

    private static void awaitPacked(String address, String id) {
        await().untilAsserted(() ->
                assertThat(Answer.get(address + "/orders/" + id).body()).contains("packed"));
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> java.nio.file.Files.isExecutable(Path.of(directory, program)));
    }
}
