package io.jenkins.plugins.slipway.cli.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.Run;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked wrongly or not allowed: one clear error, the right exit code, and what was live is live. */
final class BadInputGetsOneClearErrorTest {
    private static Shop shop;
    private static Visitors visitors;

    @BeforeAll
    static void one_release_is_live(@TempDir Path folder) throws Exception {
        shop = Shop.build(folder);
        shop.release("1");
        shop.deploy("staging", 1);
        visitors = shop.visitors("staging");
    }

    @AfterAll
    static void close() throws Exception {
        visitors.close();
        shop.close();
    }

    @AfterEach
    void nothing_has_changed() {
        assertThat(visitors.get("/").body()).startsWith("1 ");
        assertThat(shop.records().deployments().history("shop", "staging", 9)).hasSize(1);
        assertThat(shop.records().deployments().running("shop")).isEmpty();
        assertThat(shop.live("staging").holder()).isNull();
    }

    private static Run slipway(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", shop.project.toString(), "--home", shop.home.toString()));
        return Run.with(Map.of("USER", "ada", "HOME", shop.home.toString()), shop.project, all.toArray(String[]::new));
    }

    private static void isOneError(Run run, int code, String... parts) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(parts).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "rollback", "gate"})
    void an_environment_that_is_not_declared(String verb) {
        isOneError(slipway(verb, "stagging"), 2, "‘stagging’", "staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "..", "../staging", "stäging", "a/b", " ", "a\nb", "%00"})
    void a_name_that_cannot_be_an_environment(String name) {
        isOneError(slipway("deploy", name), 2, name.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0", "-1", "x", "99999999999", ""})
    void a_release_that_does_not_exist_or_is_no_number(String number) {
        isOneError(slipway("deploy", "staging", "--release=" + number), 2, number);
    }

    @Test
    void a_configuration_that_is_broken_is_named_with_its_place() throws IOException {
        Path config = shop.project.resolve(".slipway/config.yaml");
        String good = Files.readString(config);
        try {
            Files.writeString(config, good.replace("production: { type: production }", "production: { tpye: x }"));
            isOneError(slipway("deploy", "staging"), 2, "config.yaml:", "tpye", "type");
        } finally {
            Files.writeString(config, good);
        }
    }

    @Test
    void a_quarantined_release_with_who_when_and_why() {
        shop.records().releases().quarantine("shop", 1, new Release.Quarantine("bob", Instant.EPOCH, "loses orders"));
        try {
            isOneError(
                    slipway("deploy", "staging", "--release", "1"),
                    3,
                    "bob",
                    "1970-01-01",
                    "loses orders",
                    "slipway quarantine 1 --lift");
        } finally {
            shop.records().releases().lift("shop", 1, "bob", Instant.EPOCH, "");
        }
    }

    @Test
    void a_rollback_with_nothing_to_go_back_to() {
        isOneError(slipway("rollback", "staging"), 3, "no release to roll back to");
        isOneError(slipway("rollback", "production"), 3, "Nothing is live");
        isOneError(slipway("rollback", "staging", "--data", "up"), 2, "up");
    }

    @Test
    void an_artifact_that_was_altered_on_disk() throws IOException {
        Release two = shop.release("2");
        Path file = blob(two.artifacts().get("app"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        isOneError(
                slipway("deploy", "staging", "--release", "2"),
                3,
                "‘app’",
                two.artifacts().get("app").value());
        // Moved aside by then, so that a build makes it anew.
        isOneError(slipway("deploy", "staging", "--release", "2"), 3, "‘app’", "uild");
    }

    private static Path blob(Digest digest) throws IOException {
        try (Stream<Path> files = Files.walk(shop.home.resolve("artifacts/cas"))) {
            return files.filter(file -> file.getFileName().toString().equals(digest.hex() + ".tar.zst"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_home_that_cannot_be_written() {
        Run run = Run.with(
                Map.of(),
                shop.project,
                "deploy",
                "staging",
                "--dir",
                shop.project.toString(),
                "--home",
                "/dev/null/home");
        isOneError(run, 2, "/dev/null/home");
    }

    @Test
    void a_release_whose_hook_fails_is_answered_with_exit_code_1_and_the_whole_document() throws IOException {
        shop.release("sick");
        int number = shop.records().releases().newest("shop").orElseThrow().number();

        Run run = slipway("deploy", "refusing", "--release", Integer.toString(number), "--json");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("exited with code 9").contains("Nothing was live before");
        assertThat(run.document().get("state").asString()).isEqualTo("FAILED");
        assertThat(run.document().propertyNames())
                .containsExactly(
                        "environment", "deployment", "release", "previous", "state", "message", "phases", "urls");
    }
}
