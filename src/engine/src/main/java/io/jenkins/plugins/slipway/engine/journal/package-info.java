/**
 * The ordered events of one build or deployment, on disk as they happen. Enter by {@code Journal}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.journal;

import org.jspecify.annotations.NullMarked;
