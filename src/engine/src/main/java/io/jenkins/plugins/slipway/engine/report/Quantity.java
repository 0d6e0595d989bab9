package io.jenkins.plugins.slipway.engine.report;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An exact number: a count, seconds, or a share in percent, which need not have a finite decimal form.
 *
 * @param denominator at least 1
 */
public record Quantity(BigDecimal numerator, long denominator) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Quantity {
        if (denominator < 1) {
            throw new IllegalArgumentException("The denominator is " + denominator);
        }
    }

    public static Quantity of(long count) {
        return new Quantity(BigDecimal.valueOf(count), 1);
    }

    public static Quantity of(BigDecimal number) {
        return new Quantity(number, 1);
    }

    /** The share in percent; its total must not be 0. */
    public static Quantity percent(Fraction share) {
        return new Quantity(BigDecimal.valueOf(share.covered()).multiply(HUNDRED), share.total());
    }

    /** Negative, zero or positive as this is less than, equal to or more than the other; nothing is rounded for it. */
    public int compareTo(BigDecimal other) {
        return numerator.compareTo(other.multiply(BigDecimal.valueOf(denominator)));
    }

    /** With 34 digits, where that many are needed. */
    public BigDecimal decimal() {
        return numerator.divide(BigDecimal.valueOf(denominator), MathContext.DECIMAL128);
    }
}
