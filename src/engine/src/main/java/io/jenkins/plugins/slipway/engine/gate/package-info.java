/**
 * Judges a release in an environment. Enter by {@code GateKeeper}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.gate;

import org.jspecify.annotations.NullMarked;
