package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.Environments;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to do while another deployment holds the environment. */
final class LockOptions {
    @Option(
            names = "--wait",
            paramLabel = "HOW",
            converter = WaitArgument.class,
            description = "While another deployment holds the environment: queue, newest (a newer waiter replaces older"
                    + " ones) or refuse. As configured unless set.")
    private @Nullable Wait wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationArgument.class,
            description = "How long to wait for it at most, such as 90s or 5m; 1h unless set.")
    private Duration timeout = DeployRequest.DEFAULT_LOCK_TIMEOUT;

    Duration timeout() {
        return timeout;
    }

    /** The project with this command's wish in the place of what the environment declares. */
    ProjectConfig applyTo(ProjectConfig config, String name) {
        EnvironmentConfig declared = Environments.require(config, name);
        return wait == null ? config : config.with(declared.withWaiting(wait));
    }

    static final class WaitArgument implements picocli.CommandLine.ITypeConverter<Wait> {
        @Override
        public Wait convert(String text) {
            try {
                return Wait.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("‘" + text + "’ is not one of queue, newest and refuse");
            }
        }
    }
}
