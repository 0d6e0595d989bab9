package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.config.Durations;
import io.jenkins.plugins.slipway.engine.config.target.TargetConfig;
import io.jenkins.plugins.slipway.engine.config.target.TargetFormats;
import io.jenkins.plugins.slipway.engine.deploy.NewestLive;
import io.jenkins.plugins.slipway.engine.store.Records;
import io.jenkins.plugins.slipway.engine.target.Places;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.TargetContext;
import io.jenkins.plugins.slipway.engine.target.TargetType;
import io.jenkins.plugins.slipway.host.LocalTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Opens the places that a project's environments live in. */
final class Opening {
    /** How long a deployer that is lost holds an environment whose place keeps no lock. */
    private static final String LEASE = "SLIPWAY_LEASE";

    private Opening() {}

    static Places places(Session session, Records records, Path home, ArtifactStore artifacts) {
        ProcessEnvironment process = session.processEnvironment();
        TargetContext context = new TargetContext(home, process.env(), artifacts, process.clock());
        return new Places(session::configIfAny, place -> open(place, context), leasing(records, process.env()));
    }

    private static Target open(TargetConfig place, TargetContext context) {
        if (place.isLocal()) {
            return LocalTarget.open(context.home(), context.variables());
        }
        if (TargetFormats.installed().get(place.kind()) instanceof TargetType type) {
            return type.open(context, place.section());
        }
        throw new BadInputException("There is no target ‘" + place.kind() + "’ in this Slipway; there is local, "
                + String.join(", ", TargetFormats.installed().keySet()) + ".");
    }

    private static Places.Leasing leasing(Records records, Map<String, String> env) {
        NewestLive recorded = new NewestLive(records.deployments(), records.releases());
        String life = env.getOrDefault(LEASE, "");
        return life.isEmpty()
                ? new Places.Leasing(records.leases(), recorded)
                : new Places.Leasing(records.leases(), recorded, life(life));
    }

    private static Duration life(String text) {
        Duration life = Durations.read(text)
                .orElseThrow(() -> new BadInputException(
                        LEASE + " ‘" + text + "’ is not a duration: write " + Durations.RULE + "."));
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(Duration.ofHours(1)) > 0) {
            throw new BadInputException(LEASE + " ‘" + text
                    + "’ is not between 1s and 1h: who holds an environment renews four times in that time.");
        }
        return life;
    }
}
