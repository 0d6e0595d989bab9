/**
 * Reads what test and coverage tools report. Enter by {@link io.jenkins.plugins.slipway.engine.report.JunitReader} and
 * {@link io.jenkins.plugins.slipway.engine.report.CoverageReports}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.report;

import org.jspecify.annotations.NullMarked;
