/**
 * One port for all environments: requests go by host name to the release that serves, and wait while releases switch. Enter by
 * {@link io.jenkins.plugins.slipway.host.router.Router}, which {@code traffic} carries out.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.router;

import org.jspecify.annotations.NullMarked;
