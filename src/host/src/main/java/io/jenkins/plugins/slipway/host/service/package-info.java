/**
 * The database and cache servers that the daemon runs for an environment, from the machine's own programs: data per environment,
 * reached on the loopback address with passwords that only the environment's applications get. Enter by {@link
 * io.jenkins.plugins.slipway.host.service.HostedServices}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.service;

import org.jspecify.annotations.NullMarked;
