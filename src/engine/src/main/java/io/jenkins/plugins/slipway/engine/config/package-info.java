/**
 * What a project declares, read from its repository. Enter by {@code ConfigReader}, which yields a {@link
 * io.jenkins.plugins.slipway.engine.config.ProjectConfig} or every problem at once.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.config;

import org.jspecify.annotations.NullMarked;
