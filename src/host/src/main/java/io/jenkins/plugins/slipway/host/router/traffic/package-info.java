/** Requests on their way from a client's connection to an answer. Enter by {@code NettyRouter}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.traffic;

import org.jspecify.annotations.NullMarked;
