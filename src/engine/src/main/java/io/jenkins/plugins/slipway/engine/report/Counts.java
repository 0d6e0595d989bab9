package io.jenkins.plugins.slipway.engine.report;

import java.math.BigDecimal;

/** Counts as tools write them: {@code 3}, {@code 1e+06}, {@code 18446744073709551615}, or below zero after an overflow. */
final class Counts {
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final int LONGEST = 40;

    private Counts() {}

    /**
     * The count: 0 for what is below, the largest number for what is above.
     *
     * @throws NumberFormatException if it is not a number
     */
    static long parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            throw new NumberFormatException("too long");
        }
        BigDecimal number = new BigDecimal(stripped);
        if (number.signum() <= 0) {
            return 0;
        }
        // An exponent of a billion must not be written out.
        boolean huge = (long) number.precision() - number.scale() > 19;
        return huge || number.compareTo(MOST) > 0 ? Long.MAX_VALUE : number.longValue();
    }
}
