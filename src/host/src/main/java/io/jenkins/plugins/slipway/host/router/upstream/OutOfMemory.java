package io.jenkins.plugins.slipway.host.router.upstream;

import org.jspecify.annotations.Nullable;

/**
 * Ends the process when memory outside Java's heap is exhausted. {@code -XX:+ExitOnOutOfMemoryError} does that for the heap; what Netty
 * counts itself it does not see. A router that goes on with failed allocations answers some and loses others; a new one is there within
 * about a second.
 */
public final class OutOfMemory {
    /** As Java's own option does. */
    public static final int EXIT = 3;

    private OutOfMemory() {}

    /** Does not return if the failure, or what caused it, is a lack of memory. */
    public static void check(Throwable failure) {
        if (is(failure)) {
            System.err.println("out of memory: " + failure + "; the router ends and is started again");
            Runtime.getRuntime().halt(EXIT);
        }
    }

    public static boolean is(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
