package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DataPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "backup",
        description = "Lists, takes and restores backups of an environment's data.",
        footer = {
            "",
            "Example: slipway backup create production",
            "         slipway backup restore production 20261120-104500"
        })
final class BackupVerb extends Verb {
    enum Act {
        LIST,
        CREATE,
        RESTORE
    }

    @Parameters(
            index = "0",
            paramLabel = "list|create|restore",
            description =
                    "list: shows them, newest first; create: saves what is there now; restore: puts one in its place.")
    @SuppressWarnings("NullAway.Init")
    private String word;

    @Parameters(index = "1", paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Parameters(index = "2", paramLabel = "ID", arity = "0..1", description = "Which backup is restored.")
    private @Nullable String id;

    @Override
    protected int run(Session session) throws Exception {
        Act act = act();
        NameLookup.environment(session, environment);
        DataPort control = new LocalLifecycle(session)
                .ports()
                .target()
                .data(session.project(), environment)
                .orElseThrow(() -> new RefusedException("Environment ‘" + environment
                        + "’ lives where Slipway keeps no data, so there are no backups of it."));
        switch (act) {
            case LIST -> list(session, control.list());
            case CREATE -> create(session, control);
            case RESTORE -> restore(session, control, given());
        }
        return ExitCode.DONE;
    }

    private Act act() {
        try {
            Act act = Act.valueOf(word.toUpperCase(Locale.ROOT));
            if (id != null && act != Act.RESTORE) {
                throw new BadInputException("‘slipway backup " + word + "’ takes an environment and no ID.");
            }
            return act;
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "‘slipway backup’ knows list, create and restore, not ‘" + word + "’. Write ‘slipway backup list "
                            + "ENV’.",
                    e);
        }
    }

    private String given() {
        if (id == null) {
            throw new BadInputException("Which backup? ‘slipway backup list " + environment
                    + "’ shows their IDs; write ‘slipway backup restore " + environment + " ID’.");
        }
        return id;
    }

    private void list(Session session, List<Backup> backups) {
        ObjectNode document = Json.object().put("environment", environment);
        ArrayNode array = document.putArray("backups");
        backups.forEach(backup -> array.add(json(backup)));
        answer(session, document, () -> {
            if (backups.isEmpty()) {
                session.out()
                        .println("There is no backup of " + environment + ". ‘slipway backup create " + environment
                                + "’ takes one.");
                return;
            }
            Table table = new Table(session.style(), "ID", "TAKEN", "RELEASE", "SIZE", "HOLDS", "WHY");
            backups.forEach(backup -> table.row(
                    backup.id(),
                    Times.local(backup.time()),
                    backup.release(),
                    size(backup.bytes()),
                    holds(backup),
                    backup.reason()));
            table.print(session.out());
        });
    }

    private void create(Session session, DataPort control) throws Exception {
        IndentedOutput output = IndentedOutput.script(session.processEnvironment());
        Backup backup = control.create(
                session.by() + " (backup)", output, session.processEnvironment().cancellation());
        output.endLine();
        answer(
                session,
                json(backup).put("environment", environment),
                () -> session.out()
                        .println(session.style().good("Backup " + backup.id() + " of " + environment) + ": "
                                + holds(backup) + ", " + size(backup.bytes()) + "."));
    }

    private void restore(Session session, DataPort control, String wanted) throws Exception {
        IndentedOutput output = IndentedOutput.script(session.processEnvironment());
        Optional<Backup> before = control.restore(
                wanted,
                session.by() + " (backup restore)",
                output,
                session.processEnvironment().cancellation());
        output.endLine();
        ObjectNode document = Json.object().put("environment", environment).put("restored", wanted);
        document.put("before", before.map(Backup::id).orElse(null));
        answer(
                session,
                document,
                () -> session.out()
                        .println(session.style().good("Backup " + wanted + " is in place in " + environment) + "."
                                + before.map(backup -> " What was there before is backup " + backup.id() + ".")
                                        .orElse("")));
    }

    private static String holds(Backup backup) {
        return backup.parts().stream()
                .map(part -> switch (part.kind()) {
                    case SCRIPT -> "data of " + part.name();
                    case MOUNTS -> "mounts of " + part.name();
                    case STORAGE -> "storage " + part.name();
                    case SERVICE -> "service " + part.name();
                })
                .collect(Collectors.joining(", "));
    }

    private static ObjectNode json(Backup backup) {
        ObjectNode one = Json.object()
                .put("id", backup.id())
                .put("time", backup.time().toString())
                .put("reason", backup.reason())
                .put("release", backup.release())
                .put("deployment", backup.deployment() == 0 ? null : backup.deployment())
                .put("bytes", backup.bytes());
        ArrayNode parts = one.putArray("parts");
        backup.parts()
                .forEach(part -> parts.addObject()
                        .put("kind", part.kind().name().toLowerCase(Locale.ROOT))
                        .put("application", part.application())
                        .put("name", part.name())
                        .put("bytes", part.bytes()));
        return one;
    }

    private static String size(long bytes) {
        return bytes < 10 << 20 ? (bytes + 1023) / 1024 + " kB" : (bytes >> 20) + " MB";
    }
}
