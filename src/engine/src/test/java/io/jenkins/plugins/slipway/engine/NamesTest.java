package io.jenkins.plugins.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.store.ObjectClaims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever makes a path of a name checks it, wherever the name comes from. */
class NamesTest {
    @TempDir
    Path folder;

    @Test
    void the_schema_has_the_same_rule() throws IOException {
        String pattern = JsonMapper.shared()
                .readTree(Files.readString(Path.of("../../docs/schema/common.schema.json")))
                .at("/$defs/name/pattern")
                .asString();
        assertThat(pattern).isEqualTo("^" + Names.EXPRESSION + "$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../../secrets",
                "a/b",
                "a\\b",
                "/etc",
                "-h",
                ".hidden",
                "a\n",
                "a\0b",
                "ａ",
                "a b",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void no_store_makes_a_path_of_what_is_no_name(String hostile) throws IOException {
        Digest key = new Digest("sha256:" + "ab".repeat(32));
        assertThatThrownBy(() -> draft(hostile, "api", key)).hasMessageContaining("cannot be the name of a project");
        assertThatThrownBy(() -> draft("shop", hostile, key)).hasMessageContaining("cannot be the name of a");
        assertThatThrownBy(() -> ObjectClaims.folder(folder, hostile, "staging"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ObjectClaims.folder(folder, "shop", hostile))
                .isInstanceOf(IllegalArgumentException.class);
        DirectoryArtifactStore store = DirectoryArtifactStore.open(folder.resolve("artifacts"));
        assertThatThrownBy(() -> store.latest(hostile, "api")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.latest("shop", hostile)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_statement_with_a_hostile_name_counts_as_absent() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        DirectoryArtifactStore store = DirectoryArtifactStore.open(folder.resolve("artifacts"));
        Digest key = new Digest("sha256:" + "ab".repeat(32));
        store.publish(tree, draft("shop", "api", key), List.of(), (bytes, files) -> {});
        assertThat(store.find(key)).isPresent();

        Path statement = folder.resolve("artifacts/keys/ab/" + key.hex() + ".json");
        Files.writeString(
                statement,
                Files.readString(statement).replace("\"project\" : \"shop\"", "\"project\" : \"../../../secrets\""));

        assertThat(store.find(key)).isEmpty();
    }

    private static Manifest.Draft draft(String project, String application, Digest key) {
        return new Manifest.Draft(project, application, key, new TreeMap<>(), null, Map.of(), Instant.EPOCH);
    }
}
