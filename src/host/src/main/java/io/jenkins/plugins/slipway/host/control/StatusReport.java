package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.router.Router.Traffic;
import java.util.List;

/**
 * What the daemon tells about itself.
 *
 * @param router number of the router's process; 0 while that is started again
 * @param notices what is not as it should be, in sentences
 */
public record StatusReport(
        long pid, long router, String version, int port, List<Environment> environments, List<String> notices) {

    public StatusReport {
        // A daemon of an earlier version says nothing.
        notices = notices == null ? List.of() : List.copyOf(notices);
    }

    /**
     * One environment and its traffic since the daemon started.
     *
     * @param ownPort of the loopback address, which means this environment; 0 if it cannot be had
     */
    public record Environment(String project, String name, Live live, Traffic traffic, int ownPort) {}

    static StatusReport of(SessionOperations operations) {
        return new StatusReport(
                ProcessHandle.current().pid(),
                operations.router().pid(),
                operations.version(),
                operations.router().port(),
                operations.environments().all().stream()
                        .map(environment -> new Environment(
                                environment.project(),
                                environment.name(),
                                environment.inspect(),
                                environment.traffic(),
                                environment.ownPort()))
                        .toList(),
                operations.notices().all());
    }
}
