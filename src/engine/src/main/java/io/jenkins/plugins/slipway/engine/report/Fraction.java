package io.jenkins.plugins.slipway.engine.report;

/** So many of so many. */
public record Fraction(long covered, long total) {
    static final Fraction NONE = new Fraction(0, 0);
    private static final Fraction MISSED_ONE = new Fraction(0, 1);
    private static final Fraction COVERED_ONE = new Fraction(1, 1);

    public Fraction {
        if (covered < 0 || covered > total) {
            throw new IllegalArgumentException(covered + " of " + total);
        }
    }

    static Fraction one(boolean covered) {
        return covered ? COVERED_ONE : MISSED_ONE;
    }

    Fraction plus(Fraction other) {
        return new Fraction(covered + other.covered, total + other.total);
    }

    /** What two reports know of the same thing: each may have seen what the other did not. */
    Fraction merge(Fraction other) {
        return equals(other) ? this : new Fraction(Math.max(covered, other.covered), Math.max(total, other.total));
    }
}
