package io.jenkins.plugins.slipway.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A static site as an Upsun repository has it: redirects, rules for caches, a gate, the way back. */
class HandbookTest {
    @TempDir
    private Path temporary;

    @Test
    void the_site_is_built_served_judged_and_taken_back() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "its gate needs curl");
        try (Example handbook = Example.copy("handbook", temporary)) {
            handbook.done("build");
            String address = handbook.deploy();

            Answer front = Answer.get(address + "/");
            assertThat(front.body()).contains("First edition");
            assertThat(front.header("cache-control")).contains("max-age=300");
            assertThat(front.header("x-content-type-options")).isEqualTo("nosniff");
            String style = front.body().replaceAll("(?s).*href=\"([^\"]+css)\".*", "$1");
            assertThat(Answer.get(address + style).header("cache-control")).contains("31536000", "immutable");
            assertThat(Answer.get(address + "/next.draft.html").status()).isEqualTo(403);
            assertThat(Answer.get(address + "/nowhere.html").status()).isEqualTo(404);

            assertRedirect(address + "/guide", 301, "/start.html");
            assertRedirect(address + "/old/start.html", 302, "/start.html");
            assertRedirect(address + "/chapter-1", 308, "/chapters/1.html");
            assertThat(Answer.get(Example.below("www", address) + "/start.html").header("location"))
                    .isEqualTo(address + "/start.html");

            assertThat(handbook.done("gate", "staging").path("verdict").asString())
                    .isEqualTo("PASSED");

            handbook.replace("site/index.html", "First edition", "Second edition");
            handbook.done("build");
            handbook.deploy();
            assertThat(Answer.get(address + "/").body()).contains("Second edition");
            handbook.done("rollback", "staging");
            assertThat(Answer.get(address + "/").body()).contains("First edition");
        }
    }

    private static void assertRedirect(String from, int status, String to) throws Exception {
        Answer answer = Answer.get(from);
        assertThat(answer.status()).as(from).isEqualTo(status);
        assertThat(answer.header("location")).endsWith(to);
    }
}
