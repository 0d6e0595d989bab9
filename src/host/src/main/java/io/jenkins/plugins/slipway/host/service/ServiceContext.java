package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.SandboxBorder;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Where one service of an environment stands: its files, its programs, what is declared of it.
 *
 * @param tag of its processes
 * @param log takes what the server writes
 * @param configuration as declared
 */
record ServiceContext(
        ServiceTools equipment,
        ServiceFolder folder,
        String tag,
        Path log,
        Software software,
        ServiceType type,
        JsonNode configuration) {
    private static final Duration LONGEST = Duration.ofHours(24);

    String name() {
        return folder.name();
    }

    Launch launch(List<String> command) {
        RunAs.Guarded guarded = new RunAs(equipment.sandboxes()).guard(folder, software, command);
        return new Launch(
                "service " + name(),
                tag,
                guarded.argv(),
                folder.root(),
                variables(),
                guarded.border(),
                List.of(),
                log,
                Set.of());
    }

    /** Runs a program of the server as the server itself would run. */
    void runInside(String what, List<String> command, Cancellation cancellation) throws InterruptedException {
        RunAs.Guarded guarded = new RunAs(equipment.sandboxes()).guard(folder, software, command);
        SandboxBorder border = guarded.border();
        List<String> whole = new ArrayList<>(border == null ? List.of() : border.prefix());
        whole.addAll(guarded.argv());
        run(what, whole, Map.of(), cancellation);
    }

    /** Runs a client of the server to its end, as the daemon. */
    void run(String what, List<String> command, Map<String, String> more, Cancellation cancellation)
            throws InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>(variables());
        variables.putAll(more);
        variables.put(TaggedProcesses.VARIABLE, tag + "/script");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Completion completion = equipment
                    .runner()
                    .run(
                            new Command(command, folder.root(), variables, LONGEST, 1 << 16, null),
                            said::write,
                            cancellation);
            if (!completion.succeeded()) {
                throw new LifecycleFailedException(what + " for service ‘" + name() + "’ " + completion.describe()
                        + ended(said.toString(StandardCharsets.UTF_8).strip()));
            }
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    what + " for service ‘" + name() + "’ cannot be run: " + e.getMessage(), e);
        }
    }

    /** That the server does not run, with the end of its log. */
    LifecycleFailedException died(String how) {
        String text;
        try {
            text = Files.exists(log)
                    ? Files.readString(log, StandardCharsets.ISO_8859_1).strip()
                    : "";
        } catch (IOException e) {
            text = String.valueOf(e.getMessage());
        }
        return new LifecycleFailedException(
                software.name() + " for service ‘" + name() + "’ " + how + ". Its log is " + log + ended(text));
    }

    private static String ended(String said) {
        List<String> lines = said.lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - 10), lines.size());
        return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    }

    /** Nothing of the daemon's own surroundings. */
    private Map<String, String> variables() {
        return Map.of("PATH", software.directory() + ":/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "TZ", "UTC");
    }
}
