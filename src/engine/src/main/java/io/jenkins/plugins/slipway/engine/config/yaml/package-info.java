/** The files of a project, read into trees that know where each part was written. Enter by {@code YamlReader}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.yaml;

import org.jspecify.annotations.NullMarked;
