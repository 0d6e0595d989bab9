/**
 * What a project declares, as values. Enter by {@link io.jenkins.plugins.slipway.engine.config.ProjectConfig}; what makes one from a
 * repository, or says every problem at once, is in {@code reading}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.config;

import org.jspecify.annotations.NullMarked;
