/**
 * How deployers talk to the daemon: lines of JSON over a socket that only its owner may open. Enter by {@link
 * io.jenkins.plugins.slipway.host.control.ControlClient} and {@link io.jenkins.plugins.slipway.host.control.ControlServer}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.control;

import org.jspecify.annotations.NullMarked;
