/** Connections to applications: how many, for whom, and in which order. Enter by {@code UpstreamPool}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.upstream;

import org.jspecify.annotations.NullMarked;
