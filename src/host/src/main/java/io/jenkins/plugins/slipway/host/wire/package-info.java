/**
 * How values travel between the deployer and the daemon, and to disk. Enter by {@link
 * io.jenkins.plugins.slipway.host.wire.HostJson}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.wire;

import org.jspecify.annotations.NullMarked;
