package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A release whose webhook cannot be subscribed: what a deployment says, and what can be done about it. */
class FailedSubscriptionTest {
    @TempDir
    Path folder;

    private Path project;

    @AfterEach
    void stop() {
        slipway("host", "stop");
    }

    private Run slipway(String... arguments) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USER", "ada");
        environment.remove("SLIPWAY_HOME");
        return Run.with(environment, project, arguments);
    }

    private void script(String subscribe) throws IOException {
        String example = Files.readString(Path.of("../../examples/objects-python/deploy.py"));
        Files.writeString(
                project.resolve("deploy.py"),
                example.replace(
                        "run=ping)",
                        "run=ping, subscribe=lambda given, context: " + subscribe
                                + ", unsubscribe=lambda given, context: None)"));
        assertThat(slipway("build").code()).isZero();
    }

    @Test
    void it_fails_by_name_and_is_kept_or_restored_and_can_be_given_up() throws Exception {
        project = Files.createDirectories(folder.resolve("pings"));
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(".slipway/config.yaml"), """
                applications:
                  pings: { type: "python:3.11" }
                objects:
                  pings: { script: deploy.py }
                environments:
                  restoring: { type: staging, on_failure: restore }
                  keeping: { type: production, on_failure: keep }
                """);
        script("given['url']");
        assertThat(slipway("deploy", "restoring").code()).isZero();
        assertThat(slipway("deploy", "keeping").code()).isZero();
        // Other props, so that there is something to subscribe.
        script("1 / 0, subscriptionProps=lambda given, context: 'other'");

        Run restored = slipway("deploy", "restoring");

        assertThat(restored.code()).isEqualTo(ExitCode.FAILED);
        assertThat(restored.err())
                .contains("subscribe ping (4 attempts, last: deploy.py:")
                .contains("ZeroDivisionError")
                .contains("Release 1 is live again");
        assertThat(slipway("history", "restoring").out()).contains("RESTORED").contains("subscribe ping");
        JsonNode live = slipway("objects", "restoring", "--json").document();
        assertThat(live.at("/objects/0/release").intValue()).isEqualTo(1);

        Run kept = slipway("deploy", "keeping");

        assertThat(kept.code()).isEqualTo(ExitCode.FAILED);
        assertThat(slipway("history", "keeping").out()).contains("FAILED").contains("subscribe ping");
        assertThat(slipway("objects", "keeping", "--json")
                        .document()
                        .at("/objects/0/release")
                        .intValue())
                .as("committed objects stay")
                .isEqualTo(2);
        Run pending = slipway("objects", "keeping", "--pending", "--json");
        JsonNode wish = pending.document().at("/subscriptions/0");
        assertThat(wish.path("state").asString()).isEqualTo("SUBSCRIBE");
        assertThat(wish.path("error").asString()).contains("ZeroDivisionError");
        String key = wish.path("key").asString();
        assertThat(slipway("objects", "keeping", "--pending").out()).contains(key, "subscribe", "ping");

        assertThat(slipway("reconcile", "keeping", "--give-up", key, "--reason", "the hoster has closed")
                        .code())
                .isZero();
        assertThat(slipway("objects", "keeping", "--pending").out()).doesNotContain(key);
    }
}
