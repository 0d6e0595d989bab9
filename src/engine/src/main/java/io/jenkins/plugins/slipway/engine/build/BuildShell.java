package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.SecretMask;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Runs the scripts of one application's build. What they say goes to the log of their phase and to whoever listens. */
final class BuildShell {
    private final String application;
    private final Surroundings surroundings;
    private final Secrets secrets;
    private final ProcessRunner runner;
    private final Journal journal;
    private final BuildListener listener;
    private final Cancellation cancellation;

    /** Makes the command of a script. */
    @FunctionalInterface
    interface Surroundings {
        /** @param more variables for this script only */
        Command command(String script, Map<String, String> more) throws IOException;
    }

    /** @param secrets what the scripts may know and their output must not show */
    BuildShell(
            String application,
            Surroundings surroundings,
            Secrets secrets,
            ProcessRunner runner,
            Journal journal,
            BuildListener listener,
            Cancellation cancellation) {
        this.application = application;
        this.surroundings = surroundings;
        this.secrets = secrets;
        this.runner = runner;
        this.journal = journal;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /**
     * @param what the script is, for a message, such as {@code the build hook}
     * @throws LifecycleFailedException if it does not end with code 0
     */
    void run(BuildPhase phase, String what, String script, Map<String, String> more)
            throws IOException, InterruptedException {
        Path log = journal.log(application + "." + phase.key());
        Completion completion;
        try (OutputStream to =
                PrivateFiles.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            SecretMask masked = secrets.masking((buffer, offset, length) -> {
                to.write(buffer, offset, length);
                listener.output(application, buffer, offset, length);
            });
            completion = runner.run(surroundings.command(script, more), masked, cancellation);
            masked.flush();
        }
        if (!completion.succeeded()) {
            throw new LifecycleFailedException(application + ": " + what + " " + completion.describe()
                    + ". Nothing was published. Its output is in " + log);
        }
    }

    /**
     * What a short script says.
     *
     * @throws LifecycleFailedException if it does not end with code 0, with what it said
     */
    String ask(String what, String script) throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Completion completion = runner.run(surroundings.command(script, Map.of()), said::write, cancellation);
        String text = secrets.mask(said.toString(StandardCharsets.UTF_8).strip());
        if (!completion.succeeded()) {
            throw new LifecycleFailedException(application + ": " + what + " " + completion.describe() + ": " + text);
        }
        return text;
    }
}
