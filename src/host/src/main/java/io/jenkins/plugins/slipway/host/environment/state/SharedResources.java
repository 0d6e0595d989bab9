package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.name.NameRegistry;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.object.HostedObjects;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.supervisor.Ports;
import io.jenkins.plugins.slipway.host.supervisor.Supervisor;
import java.time.Clock;

/**
 * What all environments share.
 *
 * @param sandboxes whether the runner, and the environments themselves, put processes in sandboxes
 * @param path the search path that applications get
 */
public record SharedResources(
        HostHome home,
        Router router,
        Supervisor supervisor,
        Ports ports,
        ProcessRunner runner,
        Availability sandboxes,
        ArtifactStore store,
        Clock clock,
        String path,
        HostedObjects objects,
        NameRegistry names,
        Notices notices) {}
