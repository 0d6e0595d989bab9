/** Which certificate is shown for a host name. Enter by {@code Certificates}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.tls;

import org.jspecify.annotations.NullMarked;
