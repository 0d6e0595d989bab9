package io.jenkins.plugins.slipway.engine.report;

/** So many of so many. */
public record Share(long covered, long total) {
    static final Share NONE = new Share(0, 0);
    private static final Share MISSED_ONE = new Share(0, 1);
    private static final Share COVERED_ONE = new Share(1, 1);

    public Share {
        if (covered < 0 || covered > total) {
            throw new IllegalArgumentException(covered + " of " + total);
        }
    }

    static Share one(boolean covered) {
        return covered ? COVERED_ONE : MISSED_ONE;
    }

    Share plus(Share other) {
        return new Share(covered + other.covered, total + other.total);
    }

    /** What two reports know of the same thing: each may have seen what the other did not. */
    Share merge(Share other) {
        return equals(other) ? this : new Share(Math.max(covered, other.covered), Math.max(total, other.total));
    }
}
