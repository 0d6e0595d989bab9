/**
 * Turns sources into artifacts, or finds that nothing changed and says why. Enter by {@code Builder}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.build;

import org.jspecify.annotations.NullMarked;
