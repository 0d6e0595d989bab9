/** From a project's folder to its configuration, or to every problem at once. Enter by {@code ConfigReader}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.reading;

import org.jspecify.annotations.NullMarked;
