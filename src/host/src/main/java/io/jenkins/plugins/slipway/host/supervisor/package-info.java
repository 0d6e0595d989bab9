/**
 * Processes that outlive the daemon: started in sessions of their own, recognised again by number and the kernel's start time,
 * restarted when they end, ended with all that they started. Enter by {@link
 * io.jenkins.plugins.slipway.host.supervisor.Supervisor}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.supervisor;

import org.jspecify.annotations.NullMarked;
