package io.jenkins.plugins.slipway.cli.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.cli.Answer;
import io.jenkins.plugins.slipway.cli.Run;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A copy of one of the examples, with a state folder of its own.
 *
 * @param folder where the copy is
 * @param home of state
 */
record Example(Path folder, Path home) implements AutoCloseable {
    static Example copy(String name, Path temporary) throws IOException {
        Path from = Path.of("../../examples").resolve(name);
        Path to = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!file.toString().contains("node_modules")
                        && !file.toString().contains("/.slipway/out")) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
        return new Example(to, temporary.resolve("home"));
    }

    Run slipway(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--json", "--home", home.toString()));
        // How this machine reaches package registries stands in its environment.
        Map<String, String> env = new HashMap<>(System.getenv());
        env.put("USER", "ada");
        env.merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> path + ":" + java);
        env.remove("SLIPWAY_RECORDS");
        return Run.with(env, folder, all.toArray(String[]::new));
    }

    /** The document of a verb that is expected to do what it is asked. */
    JsonNode done(String... args) {
        Run run = slipway(args);
        assertThat(run.code())
                .as(String.join(" ", args) + ": " + run.err() + run.out())
                .isZero();
        return run.document();
    }

    /** Deploys to staging, and tells the address. */
    String deploy() {
        return done("deploy", "staging").at("/urls/0").asString().replaceFirst("/$", "");
    }

    /** The same address with another host in front, as routes have it. */
    static String below(String name, String address) {
        return "http://" + name + "." + URI.create(address).getAuthority();
    }

    void replace(String file, String old, String fresh) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(file), text.replace(old, fresh));
    }

    static JsonNode json(Answer answer) {
        return tools.jackson.databind.json.JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        slipway("host", "stop");
    }
}
