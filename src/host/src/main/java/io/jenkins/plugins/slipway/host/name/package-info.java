/**
 * Whose a host name is. Enter by {@link io.jenkins.plugins.slipway.host.name.NameRegistry} and
 * {@link io.jenkins.plugins.slipway.host.name.HostName}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.name;

import org.jspecify.annotations.NullMarked;
