package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 5m}, {@code 1h}: the same words as in the configuration. */
final class DurationArgument implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.read(text)
                .orElseThrow(
                        () -> new TypeConversionException("‘" + text + "’ is not a duration: write " + Durations.RULE));
    }
}
