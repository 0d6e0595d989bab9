/**
 * The daemon itself: one per state home, started on demand. Enter by {@link io.jenkins.plugins.slipway.host.daemon.Daemon} and
 * {@link io.jenkins.plugins.slipway.host.daemon.Starter}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.daemon;

import org.jspecify.annotations.NullMarked;
