package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "rollback",
        description = "Takes an environment back to the last release that was good there, and quarantines the bad one.",
        footer = {"", "Example: slipway rollback production --data down --reason 'loses orders'"})
final class RollbackVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(names = "--to", paramLabel = "N", description = "Number of the release; the last good one unless set.")
    private @Nullable Integer to;

    @Option(
            names = "--data",
            paramLabel = "HOW",
            converter = DataArgument.class,
            description =
                    "none leaves data as it is and warns; down runs the down scripts; restore loads the backup, and"
                            + " what was written since is lost. none unless set.")
    private DataPolicy data = DataPolicy.NONE;

    @Option(names = "--dry-run", description = "Prints what would be done, to data too; does nothing.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why the live release is bad.")
    private String reason = "";

    @Mixin
    private final LockOptions lock = new LockOptions();

    @Mixin
    private final SecretOptions secrets = new SecretOptions();

    @Override
    protected int run(Session session) throws Exception {
        if (to != null) {
            ArgumentLimits.require("--to", to);
        }
        RollbackRequest request = new RollbackRequest(
                new DeployRequest(
                        lock.applyTo(session.config(), environment),
                        session.directory(),
                        environment,
                        to,
                        session.by(),
                        lock.timeout()),
                data,
                reason);
        session.linger();
        LocalLifecycle lifecycle = new LocalLifecycle(session, secrets.read(session));
        if (!dryRun) {
            lifecycle.closeAbandoned(environment);
        }
        DeployPlan plan = new RollbackPlanner(lifecycle.ports()).plan(request);
        Deploying deploying = new Deploying(session);
        return dryRun ? deploying.show(plan, true) : deploying.act(RollbackPlanner.deployer(lifecycle.ports()), plan);
    }

    static final class DataArgument implements ITypeConverter<DataPolicy> {
        @Override
        public DataPolicy convert(String text) {
            try {
                return DataPolicy.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("‘" + text + "’ is not one of none, down and restore");
            }
        }
    }
}
