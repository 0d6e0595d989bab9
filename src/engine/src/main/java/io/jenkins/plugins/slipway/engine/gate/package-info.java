/**
 * Judges a release in an environment, and answers whether a judgement allows it to go on. Enter by
 * {@link io.jenkins.plugins.slipway.engine.gate.GateKeeper} and {@link io.jenkins.plugins.slipway.engine.gate.Requirements}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.gate;

import org.jspecify.annotations.NullMarked;
