package io.jenkins.plugins.slipway.engine.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How numbers and limits are written for people, everywhere. Nothing is compared in this form. */
final class ShownNumber {
    private static final int FEWEST_DECIMALS = 2;
    private static final int MOST_DECIMALS = 40;

    private ShownNumber() {}

    static String limit(@Nullable BigDecimal min, @Nullable BigDecimal max) {
        List<String> limits = new ArrayList<>();
        if (min != null) {
            limits.add(">= " + of(min));
        }
        if (max != null) {
            limits.add("<= " + of(max));
        }
        return String.join(" and ", limits);
    }

    /** With two decimals, or as many more as it takes to see on which side of the limits the value is. */
    static String beside(BigDecimal value, @Nullable BigDecimal... limits) {
        for (int decimals = FEWEST_DECIMALS; decimals < MOST_DECIMALS && decimals < value.scale(); decimals++) {
            BigDecimal rounded = value.setScale(decimals, RoundingMode.HALF_UP);
            if (Stream.of(limits)
                    .filter(Objects::nonNull)
                    .allMatch(limit -> rounded.compareTo(limit) == value.compareTo(limit))) {
                return of(rounded);
            }
        }
        return of(value);
    }

    static String of(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs(stripped.scale()) > MOST_DECIMALS ? stripped.toString() : stripped.toPlainString();
    }
}
