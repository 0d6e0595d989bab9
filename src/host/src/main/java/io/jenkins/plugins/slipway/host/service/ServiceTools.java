package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.supervisor.Ports;
import io.jenkins.plugins.slipway.host.supervisor.Supervisor;

/**
 * What the services of all environments share.
 *
 * @param path where servers are looked for, as a search path
 */
public record ServiceTools(
        Supervisor supervisor, Ports ports, ProcessRunner runner, Availability sandboxes, String path) {}
