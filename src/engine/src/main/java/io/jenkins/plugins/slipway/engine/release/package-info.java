/**
 * Immutable, numbered sets of artifacts with the configuration they were built with, and the mark on bad ones.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.release;

import org.jspecify.annotations.NullMarked;
