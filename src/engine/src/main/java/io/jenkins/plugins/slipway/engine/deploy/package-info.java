/**
 * Makes one release live in one environment, or leaves the old one whole. Enter by {@code Deployer}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.deploy;

import org.jspecify.annotations.NullMarked;
