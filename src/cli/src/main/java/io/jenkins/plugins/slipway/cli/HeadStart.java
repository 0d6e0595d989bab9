package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gets ready what a verb will surely need, on another thread while the command line and the configuration are read: Java loads the
 * classes of the database, and the machine is tried for sandboxes. Nothing is opened or written, and a verb that comes to its need
 * earlier waits for no longer than it would have.
 */
final class HeadStart {
    private static final Set<String> WITH_RECORDS = Set.of(
            "deploy",
            "gate",
            "rollback",
            "status",
            "releases",
            "history",
            "quarantine",
            "backup",
            "objects",
            "reconcile");

    private static final Set<String> WITH_SANDBOXES = Set.of("validate", "build", "deploy", "gate", "dev");

    private HeadStart() {}

    /** Returns at once. */
    static void begin(Map<String, String> env, String... args) {
        String verb = Verbs.name(args);
        List<String> given = Arrays.asList(args);
        boolean elsewhere = env.containsKey("SLIPWAY_RECORDS")
                || given.stream().anyMatch(arg -> arg.startsWith("--records") || arg.startsWith("--step"));
        if (given.contains("--help") || given.contains("-h")) {
            return;
        }
        if (WITH_SANDBOXES.contains(verb)) {
            start("sandboxes", Sandboxes::availability);
        }
        if (WITH_RECORDS.contains(verb) && !elsewhere) {
            start("records", SqlRecords::warmUp);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        // The verb itself will come upon it and say so.
                        return;
                    }
                },
                "slipway-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
