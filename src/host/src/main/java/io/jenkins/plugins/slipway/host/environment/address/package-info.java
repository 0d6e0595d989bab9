/** The host names of an environment, and where its routes and locations lead. Enter by {@code EnvironmentAddresses}. */
@NullMarked
package io.jenkins.plugins.slipway.host.environment.address;

import org.jspecify.annotations.NullMarked;
