package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a verb, and the options that every verb has. */
@Command(
        name = "slipway",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        description = "Builds an application once, launches the same bytes in every environment, judges them there, and"
                + " takes them back when they are bad.",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions of every verb:%n",
        footer = {
            "",
            "Exit codes: 0 done; 1 the lifecycle failed; 2 bad input; 3 refused; 4 a bug of Slipway.",
            "",
            "Example: slipway build && slipway deploy staging && slipway gate staging"
        })
public final class Slipway implements Runnable {

    private final ProcessEnvironment processEnvironment;
    private Secrets secrets = Secrets.none();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "PROJECT",
            scope = ScopeType.INHERIT,
            description = "The project's folder; the current one unless set.")
    private @Nullable String dir;

    @Option(
            names = "--home",
            paramLabel = "STATE",
            scope = ScopeType.INHERIT,
            description =
                    "Where artifacts, records and environments are kept; $SLIPWAY_HOME, else ~/.slipway, unless set.")
    private @Nullable String home;

    @Option(
            names = "--project",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The project's name, if it is not the one that the configuration says.")
    private @Nullable String project;

    @Option(
            names = "--records",
            paramLabel = "JDBC-URL",
            scope = ScopeType.INHERIT,
            description = "A database for the records, such as jdbc:postgresql://host/slipway?user=…; $SLIPWAY_RECORDS,"
                    + " else a file in the home, unless set.")
    private @Nullable String records;

    @Option(
            names = "--by",
            paramLabel = "TEXT",
            scope = ScopeType.INHERIT,
            description = "Who asks, for the records; the user's name unless set.")
    private @Nullable String by;

    @Option(names = "--step", paramLabel = "FOLDER", scope = ScopeType.INHERIT, hidden = true)
    private @Nullable Path step;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON document on standard output.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "This text.")
    @SuppressWarnings("unused") // the parser acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "The version.")
    @SuppressWarnings("unused") // the parser acts on it
    private boolean version;

    public Slipway(ProcessEnvironment processEnvironment) {
        this.processEnvironment = processEnvironment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which verb? None is given.");
    }

    ProcessEnvironment processEnvironment() {
        return processEnvironment;
    }

    /** What must not be said, whatever happens. */
    public Secrets secrets() {
        return secrets;
    }

    void keep(Secrets others) {
        secrets = others;
    }

    boolean json() {
        return json;
    }

    /** The project's folder; it exists. */
    Path directory() {
        Path path = processEnvironment.cwd().resolve(dir == null ? "" : dir).normalize();
        if (!Files.isDirectory(path)) {
            throw new BadInputException("--dir " + path + ": there is no such folder. Give the folder of a project.");
        }
        return path;
    }

    /** Where state is kept; need not exist. */
    public Path home() {
        String named = home != null ? home : processEnvironment.env().getOrDefault("SLIPWAY_HOME", "");
        return named.isEmpty()
                ? processEnvironment.userHome().resolve(".slipway")
                : processEnvironment.cwd().resolve(named).normalize();
    }

    boolean homeIsGiven() {
        return home != null;
    }

    @Nullable
    String by() {
        return by;
    }

    /** Where a step that works for records elsewhere finds what they know and leaves what it did; null for an ordinary run. */
    @Nullable
    StepFolder step() {
        return step == null ? null : new StepFolder(processEnvironment.cwd().resolve(step));
    }

    /** As given, or null. It becomes part of paths and host names, so not every name can be one. */
    @Nullable
    String project() {
        if (project != null && !Names.isPlain(project)) {
            throw new BadInputException(
                    "--project ‘" + project + "’ cannot be the name of a project: " + Names.RULE + ".");
        }
        return project;
    }

    @Nullable
    String records() {
        String named = records != null ? records : processEnvironment.env().getOrDefault("SLIPWAY_RECORDS", "");
        return named.isEmpty() ? null : named;
    }
}
