/**
 * Immutable, numbered sets of artifacts with the configuration they were built with, the mark on bad ones, and how long their
 * artifacts are kept. Enter by {@link io.jenkins.plugins.slipway.engine.release.ReleaseRecords} and
 * {@link io.jenkins.plugins.slipway.engine.release.Retention}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.release;

import org.jspecify.annotations.NullMarked;
