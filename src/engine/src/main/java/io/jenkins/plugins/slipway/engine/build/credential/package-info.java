/** What of the user's settings a build hook gets to fetch private packages. Enter by {@code Credentials}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.build.credential;

import org.jspecify.annotations.NullMarked;
