/**
 * The objects of the environments on this machine: deployed with the release, called by people, delivered to by third parties. Enter
 * by {@link io.jenkins.plugins.slipway.host.object.HostedObjects}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.object;

import org.jspecify.annotations.NullMarked;
