package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Integrity;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1: same bytes everywhere; a tampered artifact is refused before anything is touched. */
@Timeout(120)
class SameBytesEverywhereTest {
    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder).configure("""
                        applications:
                          app:
                            type: java:17
                            hooks: { build: "mkdir out; cp source out/result; pwd > out/where; date +%Y > out/year" }
                            web: { commands: { start: ./run } }
                        """).write("source", "content");
    }

    @Test
    void the_same_sources_give_the_same_digest_in_another_folder_with_another_state_home() throws Exception {
        TestProject copy = shop.copyTo(Files.createDirectories(folder.resolve("elsewhere/with a space")));

        BuiltApplication here = shop.buildOne();
        BuiltApplication there = copy.buildOne();

        assertThat(there.key()).isEqualTo(here.key());
        assertThat(there.digest()).isEqualTo(here.digest());
        assertThat(there.reused()).isFalse();
    }

    @Test
    void what_is_unpacked_in_each_place_is_the_same() throws Exception {
        Digest digest = shop.buildOne().digest();

        Path staging = shop.unpack(digest);
        Path production = shop.unpack(digest);

        assertThat(production.resolve("out/result")).hasSameBinaryContentAs(staging.resolve("out/result"));
        assertThat(production.resolve("out/result")).hasContent("content");
    }

    @Test
    void a_tampered_artifact_is_refused_before_anything_is_touched_and_the_next_build_replaces_it() throws Exception {
        Digest digest = shop.buildOne().digest();
        tamper(digest);
        Path release = folder.resolve("releases/1");

        assertThatThrownBy(() -> shop.store().unpack(digest, release, Progress.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Build the application again");

        assertThat(release).doesNotExist();
        assertThat(release.getParent()).isEmptyDirectory();
        assertThat(shop.store().verify(digest, Progress.none())).isInstanceOf(Integrity.Altered.class);
        BuiltApplication again = shop.buildOne();
        assertThat(again.reused()).isFalse();
        assertThat(again.digest()).isEqualTo(digest);
        assertThat(again.reasons())
                .containsExactly("Building, because the artifact of the same key is missing or damaged.");
    }

    private void tamper(Digest digest) throws IOException {
        Path blob = shop.home()
                .resolve("artifacts/cas")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex() + ".tar.zst");
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length - 20] ^= 0x40;
        Files.delete(blob);
        Files.write(blob, bytes);
    }
}
