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

    /** The verb that the first argument names, else all: to describe a command to the parser takes time that quick verbs notice. */
    static List<Object> meant(String... args) {
        Supplier<Object> meant = args.length == 0 ? null : ALL.get(args[0]);
        return meant == null ? ALL.values().stream().map(Supplier::get).toList() : List.of(meant.get());
    }
}
