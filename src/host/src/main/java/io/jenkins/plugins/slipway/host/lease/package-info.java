/**
 * Who may change an environment: one holder at a time, and those who wait. Enter by {@link
 * io.jenkins.plugins.slipway.host.lease.EnvironmentLock}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.lease;

import org.jspecify.annotations.NullMarked;
