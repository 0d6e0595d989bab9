package io.jenkins.plugins.slipway.engine.gate;

/** So many of so many. */
record Share(long covered, long total) {
    static final Share NONE = new Share(0, 0);

    Share plus(Share other) {
        return new Share(covered + other.covered, total + other.total);
    }

    double percent() {
        return covered * 100.0 / total;
    }
}
