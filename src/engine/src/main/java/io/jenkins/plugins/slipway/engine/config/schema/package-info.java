/** The formats: their schemas, and what they say about keys. Enter by {@code SchemaCheck} and {@code Schemas}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.schema;

import org.jspecify.annotations.NullMarked;
