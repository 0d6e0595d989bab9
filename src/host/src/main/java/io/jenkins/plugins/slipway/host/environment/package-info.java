/**
 * The environments on this machine: what serves in each, and the phases that put another release in its place. Enter by {@link
 * io.jenkins.plugins.slipway.host.environment.HostedEnvironments}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.environment;

import org.jspecify.annotations.NullMarked;
