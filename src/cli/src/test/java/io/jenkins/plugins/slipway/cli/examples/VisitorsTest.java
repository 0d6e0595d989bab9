package io.jenkins.plugins.slipway.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.Answer;
import io.jenkins.plugins.slipway.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Python application (WSGI) with requirements and PostgreSQL, as an Upsun repository has it. */
class VisitorsTest {
    @TempDir
    private Path temporary;

    @Test
    void visitors_are_counted_judged_and_not_lost_on_the_way_back() throws Exception {
        assumeTrue(has("flask", "gunicorn", "psycopg2", "venv", "ensurepip"), "Python's packages are not installed");
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/postgresql")), "PostgreSQL is not installed");
        try (Example visitors = Example.copy("visitors", temporary)) {
            visitors.done("build");
            Run deployed = visitors.slipway("deploy", "staging");
            assertThat(deployed.code()).as(deployed.err()).isZero();
            String address = deployed.document().at("/urls/0").asString();

            assertThat(Answer.post(address, "name=Ada").body()).contains("\"times\":1");
            assertThat(Answer.post(address, "name=Ada").body()).contains("\"times\":2");
            assertThat(visitors.done("gate", "staging").path("verdict").asString())
                    .isEqualTo("PASSED");

            visitors.replace("visitors.py", "version=\"first\"", "version=\"second\"");
            visitors.done("build");
            visitors.deploy();
            assertThat(Answer.get(address).body()).contains("second").contains("\"Ada\":2");
            visitors.done("rollback", "staging");
            assertThat(Answer.get(address).body()).contains("first").contains("\"Ada\":2");
        }
    }

    private static boolean has(String... modules) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/python3"))) {
            return false;
        }
        return new ProcessBuilder(List.of("/usr/bin/python3", "-c", "import " + String.join(", ", modules)))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
