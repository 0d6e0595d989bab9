package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.service.Demand;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A release that was put in place for an environment.
 *
 * @param ports where its applications listen, by application
 * @param processes what runs of it, by name of the process
 */
record Installation(ReleaseSpec spec, Map<String, Integer> ports, Map<String, ProcessIdentity> processes) {
    Installation {
        ports = Map.copyOf(ports);
        processes = Map.copyOf(processes);
    }

    Installation withProcesses(Map<String, ProcessIdentity> others) {
        return new Installation(spec, ports, others);
    }

    /** The applications in the order in which they start. */
    List<ApplicationConfig> applications() {
        return spec.applications().stream()
                .map(artifact -> application(artifact.application()))
                .toList();
    }

    ApplicationConfig application(String name) {
        return Objects.requireNonNull(spec.config().applications().get(name), name);
    }

    /** The services that its applications need. */
    Demand demand() {
        return Demand.of(spec.config(), spec.environment(), applications());
    }

    String treeId(String application) {
        return spec.applications().stream()
                .filter(artifact -> artifact.application().equals(application))
                .map(ReleaseSpec.Artifact::treeId)
                .findFirst()
                .orElse("");
    }

    /** Enough of the digest to tell an application's artifact from others. */
    String digest(String application) {
        return spec.applications().stream()
                .filter(artifact -> artifact.application().equals(application))
                .map(artifact -> artifact.digest().abbreviated())
                .findFirst()
                .orElse("");
    }
}
