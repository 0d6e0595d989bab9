/** The verb that shows the whole life of a release. Enter by {@code DemoVerb}. */
@NullMarked
package io.jenkins.plugins.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
