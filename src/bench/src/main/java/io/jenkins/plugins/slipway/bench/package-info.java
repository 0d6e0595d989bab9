/** Measurements of Slipway beside what a user would pick instead. */
@NullMarked
package io.jenkins.plugins.slipway.bench;

import org.jspecify.annotations.NullMarked;
