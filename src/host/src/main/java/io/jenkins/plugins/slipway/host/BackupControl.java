package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DataPort;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the daemon of a state home to save data and to load it; starts it if need be. */
public final class BackupControl implements DataPort {
    private final HostHome home;
    private final Starter starter;
    private final String project;
    private final String environment;

    BackupControl(HostHome home, Starter starter, String project, String environment) {
        this.home = home;
        this.starter = starter;
        this.project = project;
        this.environment = environment;
    }

    /**
     * @param home the state home
     * @param surroundings the environment of whoever starts the daemon
     */
    public static BackupControl of(Path home, Map<String, String> surroundings, String project, String environment) {
        HostHome hostHome = new HostHome(home);
        return new BackupControl(hostHome, DaemonCommand.starter(hostHome, surroundings), project, environment);
    }

    @Override
    public List<Backup> list() throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            List<Backup> result = new ArrayList<>();
            client.call(request("backups"), event -> {}, Cancellation.never())
                    .forEach(one -> result.add(HostJson.MAPPER.treeToValue(one, Backup.class)));
            return result;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    @Override
    public Backup create(String holder, OutputSink log, Cancellation cancellation) throws InterruptedException {
        JsonNode backup = locked(holder, ControlClient.request("backup"), log, cancellation);
        return HostJson.MAPPER.treeToValue(backup, Backup.class);
    }

    @Override
    public Optional<Backup> restore(String id, String holder, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        JsonNode before = locked(holder, ControlClient.request("restore-backup").put("backup", id), log, cancellation);
        return before.isEmpty() ? Optional.empty() : Optional.of(HostJson.MAPPER.treeToValue(before, Backup.class));
    }

    private JsonNode locked(String holder, ObjectNode request, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            client.call(
                    request("lock").put("holder", holder).put("policy", "QUEUE"),
                    event -> say(log, "waiting for " + event.path("holder").asString("")),
                    cancellation);
            return client.call(request, event -> write(event, log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private ObjectNode request(String op) {
        return ControlClient.request(op).put("project", project).put("environment", environment);
    }

    private static void say(OutputSink log, String line) {
        byte[] bytes = (line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try {
            log.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            // Nobody listens; what was asked for goes on.
            return;
        }
    }

    private static void write(JsonNode event, OutputSink log) {
        try {
            byte[] data = event.path("data").binaryValue();
            log.write(data, 0, data.length);
        } catch (IOException e) {
            // Nobody listens; what was asked for goes on.
            return;
        }
    }

    private RefusedException ended(IOException cause) {
        return new RefusedException("the host daemon ended before it answered; its log is " + home.log(), cause);
    }
}
