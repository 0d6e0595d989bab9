package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.service.RequiredServices;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A release that was put in place for an environment.
 *
 * @param ports where its processes listen on the loopback address, by process
 * @param processes what runs of it, by name of the process
 */
public record Installation(ReleaseSpec spec, Map<String, Integer> ports, Map<String, ProcessIdentity> processes) {
    public Installation {
        ports = Map.copyOf(ports);
        processes = Map.copyOf(processes);
    }

    public Installation withProcesses(Map<String, ProcessIdentity> others) {
        return new Installation(spec, ports, others);
    }

    public Installation withPorts(Map<String, Integer> others) {
        return new Installation(spec, others, processes);
    }

    /** The applications in the order in which they start. */
    public List<ApplicationConfig> applications() {
        return spec.applications().stream()
                .map(artifact -> application(artifact.application()))
                .toList();
    }

    public ApplicationConfig application(String name) {
        return Objects.requireNonNull(spec.config().applications().get(name), name);
    }

    /** Its long-running processes, in the order in which they start. */
    public List<Role> roles() {
        List<Role> result = new ArrayList<>();
        for (ApplicationConfig application : applications()) {
            ApplicationConfig.Web web = application.web();
            if (web != null && web.start() != null) {
                for (int number = 1; number <= instances(application.name()); number++) {
                    result.add(new Role(Role.instance(application.name(), number), application, web.start(), true));
                }
            }
            application
                    .workers()
                    .forEach((name, worker) -> result.add(new Role(
                            application.name() + "." + name, application.asWorker(name), worker.start(), false)));
        }
        return result;
    }

    private int instances(String application) {
        return Math.max(1, spec.environment().instances().getOrDefault(application, 1));
    }

    /** Where a process listens; null for one that does not. */
    @Nullable
    public Backend backend(Layout layout, Role role) {
        ApplicationConfig.Web web = role.application().web();
        if (!role.web() || web == null) {
            return null;
        }
        if (web.socketFamily().equals("unix")) {
            return new Backend(0, layout.socket(spec.token(), role.process()).toString());
        }
        Integer port = ports.get(role.process());
        return port == null ? null : new Backend(port, null);
    }

    /** Where an application's instances listen. */
    public List<Backend> backends(Layout layout, String application) {
        return roles().stream()
                .filter(role -> role.application().name().equals(application))
                .map(role -> backend(layout, role))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** The services that its applications need, those of workers included. */
    public RequiredServices required() {
        List<ApplicationConfig> users = new ArrayList<>(applications());
        for (ApplicationConfig application : applications()) {
            application.workers().keySet().forEach(name -> users.add(application.asWorker(name)));
        }
        return RequiredServices.of(spec.config(), spec.environment(), users);
    }

    public String treeId(String application) {
        return spec.applications().stream()
                .filter(artifact -> artifact.application().equals(application))
                .map(ReleaseSpec.Artifact::treeId)
                .findFirst()
                .orElse("");
    }

    /** Enough of the digest to tell an application's artifact from others. */
    public String digest(String application) {
        return spec.applications().stream()
                .filter(artifact -> artifact.application().equals(application))
                .map(artifact -> artifact.digest().abbreviated())
                .findFirst()
                .orElse("");
    }
}
