/**
 * Named places where releases live, and the deployments that happened to them.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.environment;

import org.jspecify.annotations.NullMarked;
