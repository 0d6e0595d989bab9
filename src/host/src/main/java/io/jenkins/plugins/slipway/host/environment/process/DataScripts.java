package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is done to the data of an environment, with the scripts of the release that knows it. */
public final class DataScripts {
    /** Names the file that a script saves to or loads from. */
    static final String FILE = "SLIPWAY_BACKUP";

    private final Layout layout;
    private final Scripts scripts;

    public DataScripts(Layout layout, Scripts scripts) {
        this.layout = layout;
        this.scripts = scripts;
    }

    /**
     * Asks each application of the live release for the version of its data.
     *
     * @return facts {@code data-version/<application>}
     */
    public Map<String, String> versions(Installation live, ReleaseSpec next, Cancellation cancellation)
            throws InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        for (ApplicationConfig application : live.applications()) {
            DataConfig data = live.spec().config().data().get(application.name());
            if (data != null && data.version() != null) {
                String version = version(live, application, data.version(), cancellation);
                noteVersion(next.token(), application.name(), version);
                facts.put("data-version/" + application.name(), version);
            }
        }
        return facts;
    }

    private void noteVersion(int deployment, String application, String version) {
        Path file = layout.version(deployment, application);
        try {
            PrivateFiles.createParent(file.toAbsolutePath());
            PrivateFiles.writeString(file, version);
        } catch (IOException e) {
            throw new LifecycleFailedException("the data version cannot be written to " + file + ": " + e, e);
        }
    }

    /**
     * Takes data back to the version that it had before a deployment that failed, by the down script of the release that
     * migrated it. Nothing is done where the version is the same, was not noted, or no script takes it down: then it is said.
     */
    public void takeBack(Installation before, Installation failed, String name, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        Path noted = layout.version(failed.spec().token(), name);
        DataConfig data = before.spec().config().data().get(name);
        if (data == null || data.version() == null || !Files.exists(noted)) {
            return;
        }
        String then;
        try {
            then = Files.readString(noted);
        } catch (IOException e) {
            throw new LifecycleFailedException("the data version in " + noted + " cannot be read: " + e, e);
        }
        String now = version(before, before.application(name), data.version(), cancellation);
        if (now.equals(then)) {
            return;
        }
        DataConfig next = failed.spec().config().data().get(name);
        if (next == null || next.down() == null) {
            log.say("the data of " + name + " stays at version " + now + ", it was " + then + " before: release "
                    + failed.spec().release() + " has no ‘down’ script");
            return;
        }
        down(failed, name, new DataChange.Down(then, now), log, cancellation);
    }

    /** Takes an application's data down with the live release's script. */
    public void down(Installation live, String name, DataChange.Down change, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        ApplicationConfig application = live.application(name);
        DataConfig data = live.spec().config().data().get(name);
        if (data == null || data.down() == null) {
            throw new LifecycleFailedException(
                    "release " + live.spec().release() + " has no ‘down’ script for the data of ‘" + name
                            + "’. Roll back with ‘--data restore’ or ‘--data none’");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SLIPWAY_TO_VERSION", change.toVersion());
        if (change.fromVersion() != null) {
            variables.put("SLIPWAY_FROM_VERSION", change.fromVersion());
        }
        log.say("taking the data of " + name + " down to version " + change.toVersion());
        scripts.run(live, application, "data.down", data.down(), variables, log.sink(), cancellation);
    }

    /** Loads a backup with the script of a release. */
    public void restore(Installation with, String name, String backupFile, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        ApplicationConfig application = with.application(name);
        DataConfig data = with.spec().config().data().get(name);
        if (data == null || data.restore() == null) {
            throw new LifecycleFailedException("release " + with.spec().release()
                    + " has no ‘restore’ script for the data of ‘" + name + "’; the backup is " + backupFile);
        }
        if (Files.isSymbolicLink(Path.of(backupFile))) {
            throw new LifecycleFailedException(
                    "the backup of ‘" + name + "’, " + backupFile + ", is a symbolic link, which is not followed");
        }
        if (!Files.isReadable(Path.of(backupFile))) {
            throw new LifecycleFailedException("the backup of ‘" + name + "’, " + backupFile + ", cannot be read");
        }
        log.say("loading the backup of " + name + " from " + backupFile);
        scripts.run(
                with, application, "data.restore", data.restore(), Map.of(FILE, backupFile), log.sink(), cancellation);
    }

    private String version(Installation live, ApplicationConfig application, String script, Cancellation cancellation)
            throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        scripts.run(live, application, "data.version", script, Map.of(), output::write, cancellation);
        String text = output.toString(StandardCharsets.UTF_8).strip();
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }

    /** Saves an application's data by its script. */
    public void save(
            Installation live,
            ApplicationConfig application,
            String script,
            Path file,
            PhaseLog log,
            Cancellation cancellation)
            throws InterruptedException {
        try {
            PrivateFiles.createParent(file.toAbsolutePath());
            Files.deleteIfExists(file);
            log.say("saving the data of " + application.name() + " to " + file);
            scripts.run(
                    live, application, "data.backup", script, Map.of(FILE, file.toString()), log.sink(), cancellation);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new LifecycleFailedException("the ‘backup’ script of ‘" + application.name()
                        + "’ wrote no file at $SLIPWAY_BACKUP (" + file + ")");
            }
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "the data of ‘" + application.name() + "’ cannot be saved to " + file + ": " + e.getMessage(), e);
        }
    }
}
