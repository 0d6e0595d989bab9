package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.http.Paths;
import java.util.concurrent.TimeUnit;

/**
 * Tells in the router's log what was wrong with an application's answer: twenty lines at once, then one each second, so that nobody
 * fills the disk by asking for bad answers. Safe for use by several threads.
 */
final class ErrorLog {
    private static final int BURST = 20;
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST_PATH = 200;

    private int lines = BURST;
    private long last = System.nanoTime();
    private long leftOut;

    /** Without the query, as there may be secrets in it. */
    void write(String environment, AccessLog.Facts facts, String reason) {
        long before = admit(System.nanoTime());
        if (before < 0) {
            return;
        }
        String path = Paths.of(facts.uri());
        String shown = path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path;
        System.err.println((before == 0 ? "" : before + " more like this; ") + environment
                + ": the application’s answer to " + facts.method() + " "
                + shown.replaceAll("[^\\x21-\\x7e…]", "?") + " cannot be used: "
                + reason.replaceAll("\\p{Cntrl}", "?"));
    }

    /** How many lines were left out before this one; -1 if this one is left out, too. */
    private synchronized long admit(long now) {
        long more = (now - last) / EACH_NANOS;
        lines = (int) Math.min(BURST, lines + more);
        last += more * EACH_NANOS;
        if (lines == 0) {
            leftOut++;
            return -1;
        }
        lines--;
        long result = leftOut;
        leftOut = 0;
        return result;
    }
}
