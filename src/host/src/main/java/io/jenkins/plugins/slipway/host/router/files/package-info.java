/** The files of releases that the router serves itself. Enter by {@code StaticFiles}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.files;

import org.jspecify.annotations.NullMarked;
