/** Paths, and expressions that requests are compared with in time that is linear in the request. Enter by {@code UrlPath} and {@code Expression}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.expression;

import org.jspecify.annotations.NullMarked;
