/** HTTP/1.1 as it is read and written: strictly, and never in two ways. Enter by {@code RequestDecoder} and {@code ResponseDecoder}. */
@NullMarked
package io.jenkins.plugins.slipway.host.router.http;

import org.jspecify.annotations.NullMarked;
