package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.demo.DemoVerb;
import io.jenkins.plugins.slipway.cli.dev.DevVerb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The verbs by name, in the order of a release's life. */
final class Verbs {
    private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();
    /** Options of {@link Slipway} that take the argument after them. */
    private static final Set<String> WITH_VALUE = Set.of("--dir", "--home", "--project", "--records", "--by", "--step");

    static {
        ALL.put("init", InitVerb::new);
        ALL.put("validate", ValidateVerb::new);
        ALL.put("build", BuildVerb::new);
        ALL.put("deploy", DeployVerb::new);
        ALL.put("gate", GateVerb::new);
        ALL.put("rollback", RollbackVerb::new);
        ALL.put("status", StatusVerb::new);
        ALL.put("releases", ReleasesVerb::new);
        ALL.put("history", HistoryVerb::new);
        ALL.put("log", LogVerb::new);
        ALL.put("quarantine", QuarantineVerb::new);
        ALL.put("backup", BackupVerb::new);
        ALL.put("objects", ObjectsVerb::new);
        ALL.put("reconcile", ReconcileVerb::new);
        ALL.put("call", CallVerb::new);
        ALL.put("run", RunVerb::new);
        ALL.put("dev", DevVerb::new);
        ALL.put("host", HostVerb::new);
        ALL.put("demo", () -> new DemoVerb(Main::run));
    }

    private Verbs() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    /** The verb that is named, else all: to describe a command to the parser takes time that quick verbs notice. */
    static List<Object> meant(String... args) {
        Supplier<Object> meant = ALL.get(name(args));
        return meant == null ? ALL.values().stream().map(Supplier::get).toList() : List.of(meant.get());
    }

    /** The name of the verb, which may stand behind options of the command itself; empty if it cannot be told without the parser. */
    static String name(String... args) {
        int next = 0;
        while (next < args.length && args[next].startsWith("--")) {
            boolean whole = args[next].contains("=") || args[next].equals("--json");
            if (!whole && !WITH_VALUE.contains(args[next])) {
                return "";
            }
            next += whole ? 1 : 2;
        }
        return next < args.length && ALL.containsKey(args[next]) ? args[next] : "";
    }
}
