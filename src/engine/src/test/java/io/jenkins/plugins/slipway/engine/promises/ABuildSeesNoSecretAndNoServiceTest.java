package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.build.BuildListener;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.TestProject;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 9: a build sees no secret and no service. */
@Timeout(120)
class ABuildSeesNoSecretAndNoServiceTest {
    private static final String CONFIG = """
            applications:
              api:
                type: java:17
                relationships: { db: "database:postgresql" }
                variables: { env: { MODE: production }, php: { memory: 1 } }
                hooks:
                  build: |
                    %s
                web: { commands: { start: ./run } }
            services: { database: { type: "postgresql:15" } }
            environments:
              staging: { type: staging, variables: { STAGING_PASSWORD: hunter2 } }
            """;

    @TempDir
    Path folder;

    private TestProject shop;

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder).write("file", "one");
    }

    @Test
    void only_build_variables_reach_a_build_and_none_of_the_caller_or_of_an_environment() throws Exception {
        for (LocalProcessRunner runner :
                List.of(LocalProcessRunner.create(), LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(1)))) {
            shop.with(runner).configure(CONFIG.formatted("env > variables"));
            Map<String, String> caller = new HashMap<>(shop.request().caller());
            caller.put("AWS_SECRET_ACCESS_KEY", "hunter2");
            caller.put("GIT_DIR", "/nowhere");
            caller.put("https_proxy", "http://me:hunter2@proxy:3128");
            caller.put("no_proxy", "localhost");
            BuildRequest request = new BuildRequest(
                    shop.project(), shop.request().config(), List.of(), false, Duration.ofMinutes(1), caller);

            Path built = shop.unpack(shop.build(request).applications().get(0).digest());

            Map<String, String> seen = Files.readAllLines(built.resolve("variables")).stream()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
            seen.keySet().removeAll(List.of("PWD", "OLDPWD", "SHLVL", "_", "SLIPWAY_PROCESS_TREE"));
            // Where package managers put things, without anything of the caller's own.
            seen.keySet().removeIf(name -> name.matches("(npm_config|PIP|COMPOSER|BUNDLE)_.*"));
            assertThat(seen.keySet())
                    .containsExactlyInAnyOrder(
                            "CI",
                            "HOME",
                            "JAVA_HOME",
                            "LANG",
                            "MODE",
                            "PATH",
                            "PLATFORM_APPLICATION",
                            "PLATFORM_APPLICATION_NAME",
                            "PLATFORM_APP_DIR",
                            "PLATFORM_CACHE_DIR",
                            "PLATFORM_DIR",
                            "GEM_HOME",
                            "NPM_CONFIG_PREFIX",
                            "PHP_INI_SCAN_DIR",
                            "PYTHONUSERBASE",
                            "SLIPWAY_GLOBAL",
                            "no_proxy",
                            "PLATFORM_OUTPUT_DIR",
                            "PLATFORM_PROJECT",
                            "PLATFORM_SOURCE_DIR",
                            "PLATFORM_TREE_ID",
                            "PLATFORM_VARIABLES",
                            "SOURCE_DATE_EPOCH",
                            "TMPDIR",
                            "TZ");
            assertThat(seen.values()).noneMatch(value -> value.contains("hunter2"));
        }
    }

    @Test
    void homes_the_state_home_other_projects_and_sockets_of_services_are_out_of_sight() throws Exception {
        needsSandbox();
        Files.writeString(folder.resolve("secret"), "hunter2");
        shop.configure(
                CONFIG.formatted("{ ls -A /root /home /run/postgresql /var/run/docker.sock; ls " + folder + "; ls "
                        + shop.home() + "; cat " + folder + "/secret; ls " + shop.project()
                        + "; ls -A /root | wc -l; } > seen 2>&1 || true"));

        Path built = shop.unpack(shop.buildOne().digest());

        assertThat(Files.readString(built.resolve("seen")))
                .doesNotContain("hunter2", ".PGSQL", ".ssh", "artifacts\n", ".gitconfig")
                .contains(folder + "': No such file or directory");
    }

    @Test
    void a_build_writes_to_its_own_folder_its_cache_and_its_temporary_folder_only() throws Exception {
        needsSandbox();
        String probe = "probe-" + UUID.randomUUID();
        shop.configure(CONFIG.formatted(
                "for d in / /usr /etc /home /root /var /run \"$PLATFORM_CACHE_DIR\" \"$TMPDIR\" \"$HOME\" \"$PLATFORM_APP_DIR\";"
                        + " do if touch \"$d/" + probe + "\" 2>/dev/null; then echo $d >> written; fi; done"));

        Path built = shop.unpack(shop.buildOne().digest());

        assertThat(built.resolve("written")).hasContent("/cache\n/tmp\n/tmp/home\n/app");
        assertThat(Path.of("/tmp", probe)).doesNotExist();
        assertThat(shop.home().resolve("cache/shop/api").resolve(probe)).exists();
    }

    @Test
    void the_cache_persists_between_builds() throws Exception {
        shop.configure(CONFIG.formatted(
                "date +%N >> \"$PLATFORM_CACHE_DIR/builds\"; wc -l < \"$PLATFORM_CACHE_DIR/builds\" > count"));

        shop.buildOne();
        Path second = shop.unpack(
                shop.build(shop.request().withoutReuse()).applications().get(0).digest());

        assertThat(Files.readString(second.resolve("count")).trim()).isEqualTo("2");
    }

    @Test
    void where_isolation_is_not_enforced_the_build_says_so() throws Exception {
        shop.with(LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(1))).configure(CONFIG.formatted("true"));
        List<String> notes = new ArrayList<>();
        BuildListener listener = new BuildListener() {
            @Override
            public void note(String application, String sentence) {
                notes.add(application + ": " + sentence);
            }
        };

        shop.builder().build(shop.request(), listener, Cancellation.never());

        assertThat(notes)
                .containsExactly(
                        "api: Isolation is not enforced, because it is switched off: the build hook can read this"
                                + " machine's files and write wherever this user can.");
    }

    private static void needsSandbox() {
        assumeTrue(
                Sandboxes.availability() instanceof Availability.Enforced,
                () -> "not run: " + Sandboxes.availability());
    }
}
