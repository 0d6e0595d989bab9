/**
 * Where the host daemon keeps its files. Enter by {@link io.jenkins.plugins.slipway.host.home.HostHome}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.home;

import org.jspecify.annotations.NullMarked;
