package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.FilePath;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What comes from an agent is what its bytes are, and belongs to the step's project and to no other. */
class ArtifactTransferTest {
    private static final String HEX = "ab".repeat(32);

    @TempDir
    Path folder;

    private DirectoryArtifactStore here;
    private DirectoryArtifactStore there;
    private ArtifactTransfer transfer;

    @BeforeEach
    void open() throws IOException {
        here = DirectoryArtifactStore.open(folder.resolve("controller"));
        there = DirectoryArtifactStore.open(folder.resolve("agent/artifacts"));
        transfer =
                new ArtifactTransfer(here, new FilePath(folder.resolve("agent").toFile()));
    }

    private static Digest publish(DirectoryArtifactStore store, String content) throws IOException {
        Path tree = Files.createTempDirectory("slipway-transfer");
        Files.writeString(tree.resolve("file"), content);
        Manifest.Draft draft = new Manifest.Draft(
                "bank",
                "app",
                new Digest("sha256:" + HEX),
                new TreeMap<>(Map.of("a", "b")),
                "c0ffee",
                Map.of(),
                Instant.EPOCH);
        return store.publish(tree, draft, List.of(), (bytes, files) -> {}).artifact();
    }

    private static JsonNode applications(String name, String key, String digest) {
        ObjectNode one = JsonMapper.shared()
                .createObjectNode()
                .put("name", name)
                .put("key", key)
                .put("digest", digest);
        return JsonMapper.shared().createArrayNode().add(one);
    }

    @Test
    void an_artifact_belongs_to_the_step_s_project_whatever_its_manifest_says() throws Exception {
        Digest artifact = publish(there, "content");

        Map<String, Digest> brought =
                transfer.fetch("shop", applications("app", "sha256:" + HEX, artifact.value()), "workspace");

        assertThat(brought, is(Map.of("app", artifact)));
        Digest key = new Digest("sha256:" + HEX);
        Manifest.Draft kept = new ControllerBuildKey("shop", "app", key)
                .find(here)
                .orElseThrow()
                .draft();
        assertThat(kept.project(), is("shop"));
        assertThat(kept.inputs().get("a"), is("b"));
        assertThat(new ControllerBuildKey("bank", "app", key).find(here).isPresent(), is(false));
        assertThat(new ControllerBuildKey("shop", "web", key).find(here).isPresent(), is(false));
        assertThat(here.find(key).isPresent(), is(false));
        assertThat(here.latest("bank", "app").isPresent(), is(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../secrets/master.key", "..", "a/b", "", "a\nb", "/etc/passwd"})
    void a_name_that_is_none_is_refused_and_nothing_is_stored(String name) throws Exception {
        Digest artifact = publish(there, "content");

        assertThrows(
                IOException.class,
                () -> transfer.fetch("shop", applications(name, "sha256:" + HEX, artifact.value()), "workspace"));

        assertThat(files(folder.resolve("controller")), is(0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:..", "sha256:../../../secrets/master.key", "md5:1", "null"})
    void a_digest_that_is_none_is_refused(String digest) {
        assertThrows(
                IOException.class, () -> transfer.fetch("shop", applications("app", "sha256:" + HEX, digest), "w"));
        assertThrows(
                IOException.class, () -> transfer.fetch("shop", applications("app", digest, "sha256:" + HEX), "w"));
    }

    @Test
    void whoever_has_not_the_bytes_does_not_get_them_by_their_name() throws Exception {
        Digest own = publish(there, "mine");
        Digest foreign = publish(here, "of the bank");
        assertThrows(
                IOException.class,
                () -> transfer.fetch("shop", applications("app", "sha256:" + HEX, foreign.value()), "w"));

        Path blob = blob(foreign);
        Files.createDirectories(blob.getParent());
        Files.copy(blob(own), blob);
        IOException refused = assertThrows(
                IOException.class,
                () -> transfer.fetch("shop", applications("app", "sha256:" + HEX, foreign.value()), "w"));
        assertThat(refused.getMessage(), containsString("not the one that was announced"));
        assertThat(
                new ControllerBuildKey("shop", "app", new Digest("sha256:" + HEX))
                        .find(here)
                        .isPresent(),
                is(false));
    }

    private Path blob(Digest artifact) {
        return folder.resolve(
                "agent/artifacts/cas/" + artifact.hex().substring(0, 2) + "/" + artifact.hex() + ".tar.zst");
    }

    private static long files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .count();
        }
    }

    @Test
    void a_document_is_an_object_of_bounded_length_without_orders_to_a_terminal() throws Exception {
        Path file = folder.resolve("result.json");
        FilePath remote = new FilePath(file.toFile());
        assertThat(AgentFiles.document(remote).isEmpty(), is(true));
        Files.writeString(file, "{\"a\\u001b[2J\":[\"b\\u0007\\n\",{\"c\":\"\\u202e\"}],\"n\":1}");
        assertThat(
                AgentFiles.document(remote).toString(),
                is("{\"a\uFFFD[2J\":[\"b\uFFFD\\n\",{\"c\":\"\uFFFD\"}],\"n\":1}"));
        for (String bad :
                List.of("[]", "{", "1", "{\"a\":" + "[".repeat(5_000), "x".repeat(AgentFiles.LONGEST_DOCUMENT + 1))) {
            Files.writeString(file, bad);
            assertThrows(IOException.class, () -> AgentFiles.document(remote));
        }
    }

    @Test
    void a_stream_that_is_too_long_ends_in_an_error() throws IOException {
        try (InputStream limited = AgentFiles.limited(new ByteArrayInputStream(new byte[11]), 10, "It")) {
            assertThat(
                    assertThrows(IOException.class, limited::readAllBytes).getMessage(),
                    is("It is longer than 10 bytes"));
        }
        try (InputStream limited = AgentFiles.limited(new ByteArrayInputStream(new byte[10]), 10, "It")) {
            assertThat(limited.readAllBytes().length, is(10));
        }
    }
}
