/**
 * The records in SQL: H2 in a file, or PostgreSQL by URL. Enter by {@code SqlRecords}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.store;

import org.jspecify.annotations.NullMarked;
