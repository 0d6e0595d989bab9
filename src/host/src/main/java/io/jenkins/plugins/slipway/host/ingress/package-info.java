/**
 * The router in a process of its own, so that requests are taken and wait while the daemon is away: the daemon's hand on it is {@link
 * io.jenkins.plugins.slipway.host.ingress.RemoteRouter}, the process itself {@link
 * io.jenkins.plugins.slipway.host.ingress.RouterProcess}. Each starts the other again when that one ends.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.ingress;

import org.jspecify.annotations.NullMarked;
