/**
 * What a first configuration says: {@link io.jenkins.plugins.slipway.cli.init.RepositoryScan} looks at a repository,
 * {@link io.jenkins.plugins.slipway.cli.init.FirstConfig} writes down what it found.
 */
@NullMarked
package io.jenkins.plugins.slipway.cli.init;

import org.jspecify.annotations.NullMarked;
