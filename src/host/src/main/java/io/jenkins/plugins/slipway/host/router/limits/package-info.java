/** What one client may take of what all share: memory, connections, time. Enter by {@code ClientLimits}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.limits;

import org.jspecify.annotations.NullMarked;
