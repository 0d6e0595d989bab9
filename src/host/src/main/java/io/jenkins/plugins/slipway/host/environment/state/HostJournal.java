package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the daemon did by itself in a deployment, as lines of JSON beside the deployer's journal. */
public final class HostJournal {
    private HostJournal() {}

    /** Never fails: a journal that cannot be written does not stop a restore. It is said on the daemon's own log instead. */
    public static void append(ReleaseSpec spec, Clock clock, String event, String detail) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", clock.instant().toString());
        line.put("event", event);
        line.put("deployment", Integer.toString(spec.token()));
        line.put("detail", detail);
        try {
            Path folder = Path.of(spec.journalFolder());
            PrivateFiles.createDirectories(folder);
            PrivateFiles.write(
                    folder.resolve("host.jsonl"),
                    (HostJson.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            System.err.println(line + " (the journal cannot be written: " + e.getMessage() + ")");
        }
    }
}
