package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.EnvironmentFile;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.SecretMask;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Runs scripts of an installed release to their end. */
public final class Scripts {
    /** {@code /bin/sh -e -c} and the script. A command with more of them reads the file first. */
    private static final int SCRIPT_WORDS = 4;

    private final SharedResources tools;
    private final Layout layout;
    private final Secrets secrets;

    Scripts(SharedResources tools, Layout layout) {
        this(tools, layout, Secrets.none());
    }

    /** @param secrets variables for the scripts, over those of the application */
    public Scripts(SharedResources tools, Layout layout, Secrets secrets) {
        this.tools = tools;
        this.layout = layout;
        this.secrets = secrets;
    }

    /**
     * @param name of the script in messages, such as {@code hooks.deploy}
     * @throws LifecycleFailedException if it does not end with code 0
     */
    public void run(
            Installation installation,
            ApplicationConfig application,
            String name,
            String text,
            Map<String, String> variables,
            OutputSink output,
            Cancellation cancellation)
            throws InterruptedException {
        run(installation, application, name, text, variables, output, cancellation, Command.DEFAULT_TIMEOUT);
    }

    void run(
            Installation installation,
            ApplicationConfig application,
            String name,
            String text,
            Map<String, String> variables,
            OutputSink output,
            Cancellation cancellation,
            Duration timeout)
            throws InterruptedException {
        Map<String, String> all = secrets.variables();
        all.putAll(variables);
        SecretMask masked = secrets.masking(output);
        Command command = new Commands(tools, layout, installation)
                .script(application, text, all)
                .withTimeout(timeout);
        try {
            Completion completion = tools.runner().run(command, masked, cancellation);
            masked.flush();
            if (completion instanceof Completion.Exited exited
                    && exited.code() == EnvironmentFile.FAILED
                    && command.argv().size() > SCRIPT_WORDS) {
                throw new LifecycleFailedException("the file ‘" + EnvironmentFile.NAME + "’ of application ‘"
                        + application.name() + "’ ended the shell that reads it, so ‘" + name
                        + "’ was not run. The lines before this say where. It is read by /bin/sh, not by bash");
            }
            if (!completion.succeeded()) {
                throw new LifecycleFailedException(
                        "‘" + name + "’ of application ‘" + application.name() + "’ " + completion.describe());
            }
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "‘" + name + "’ of application ‘" + application.name() + "’ cannot be run: " + e.getMessage(), e);
        }
    }
}
