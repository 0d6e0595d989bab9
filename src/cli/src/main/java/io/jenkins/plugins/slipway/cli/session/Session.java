package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.cli.terminal.ProblemLines;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.Records;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.host.home.HomeGuard;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of a verb: opens what the verb asks for when it asks for it, and closes it in the end. */
public final class Session implements AutoCloseable {
    private final Slipway slipway;
    private ProcessEnvironment processEnvironment;
    private boolean filtered;
    private @Nullable ProjectConfig config;
    private @Nullable Records records;

    Session(Slipway slipway) {
        this.slipway = slipway;
        this.processEnvironment = slipway.processEnvironment();
    }

    public ProcessEnvironment processEnvironment() {
        return processEnvironment;
    }

    /** From now on what is said and answered goes through the filter first. */
    public void keep(Secrets secrets, UnaryOperator<PrintStream> filter) {
        slipway.keep(secrets);
        processEnvironment = processEnvironment.withOutput(
                filter.apply(processEnvironment.out()), filter.apply(processEnvironment.err()));
        filtered = true;
    }

    /** Whether this is a step of somebody else, who keeps the records and the log. */
    public boolean isStep() {
        return slipway.step() != null;
    }

    public boolean json() {
        return slipway.json();
    }

    /** Who asks, for the records. */
    public String by() {
        String given = slipway.by();
        return given == null ? processEnvironment().user() : given;
    }

    /** Where results for people go. */
    public PrintStream out() {
        return processEnvironment().out();
    }

    public Style style() {
        return processEnvironment().outStyle();
    }

    /** Says something that is not the result. */
    public void say(String line) {
        processEnvironment().err().println(line);
    }

    public Path directory() {
        return slipway.directory();
    }

    /** The project as declared today; its warnings are said once. */
    public ProjectConfig config() {
        if (config == null) {
            config = ConfigReader.read(directory(), slipway.project(), home().resolve("readings"));
            say(config, false);
        }
        return config;
    }

    /** The same, for verbs that put things in place: what is declared and not applied on this machine is said too. */
    public ProjectConfig configToApply() {
        ProjectConfig read = config();
        say(read, true);
        return read;
    }

    private void say(ProjectConfig read, boolean notApplied) {
        List<Problem> warnings = read.warnings().stream()
                .filter(warning -> warning.rule().equals(Problem.NOT_APPLIED) == notApplied)
                .toList();
        new ProblemLines(processEnvironment().errStyle())
                .print(warnings, processEnvironment().err());
    }

    /** The project as declared now, whatever was read before. */
    public ProjectConfig fresh() {
        config = null;
        return config();
    }

    /** The project's name; needs no configuration if the user gave the name. */
    public String project() {
        String given = slipway.project();
        return given == null ? config().project() : given;
    }

    /** The name that the user gave the project on the command line, if any. */
    @Nullable
    public String givenProject() {
        return slipway.project();
    }

    /** The project's configuration if it has to be read or can be read. */
    @Nullable
    public ProjectConfig configIfAny() {
        if (slipway.project() == null || ConfigReader.isDeclaredIn(directory())) {
            return config();
        }
        return null;
    }

    /** Where state is kept. */
    public Path home() {
        return slipway.home();
    }

    /** Whether the user said where state is kept, on the command line. */
    public boolean homeIsGiven() {
        return slipway.homeIsGiven();
    }

    /** Where state is kept, made now if it was not there. */
    public Path writableHome() {
        Path home = home();
        try {
            HomeGuard.secure(home);
        } catch (IOException e) {
            throw new BadInputException(
                    home + ": the folder for state cannot be made (" + e.getMessage()
                            + "). Choose another one with ‘--home’ or SLIPWAY_HOME.",
                    e);
        }
        if (!Files.isWritable(home)) {
            throw new BadInputException(home + ": the folder for state is not writable for user ‘"
                    + processEnvironment().user() + "’. Choose another one with ‘--home’ or SLIPWAY_HOME.");
        }
        return home;
    }

    /** From now on the records stay open for a moment after each call. For a verb that asks them again and again. */
    public void linger() {
        if (records == null && slipway.step() == null && slipway.records() == null) {
            records = SqlRecords.lingerIn(writableHome());
        }
    }

    /** The records, shared with other processes between two calls. For verbs that take long. */
    public Records records() {
        if (records == null) {
            settleProject();
            String url = slipway.records();
            StepFolder step = slipway.step();
            records = step != null
                    ? step.records()
                    : url == null ? SqlRecords.openIn(writableHome()) : SqlRecords.open(url);
        }
        return records;
    }

    /** The records, held for the rest of the verb. For verbs that only look and are done at once: it is a lot faster. */
    public Records briefRecords() {
        settleProject();
        if (records == null && slipway.records() == null && slipway.step() == null) {
            records = SqlRecords.holdIn(writableHome());
        }
        return records();
    }

    /** What is wrong with the configuration is said before a folder for state is made. */
    private void settleProject() {
        if (slipway.step() == null) {
            project();
        }
    }

    /** Whether the records tell all of what the home's artifacts are needed for. Those of a database may tell only a part. */
    public boolean ownsArtifacts() {
        return slipway.step() == null && (slipway.records() == null || !Files.exists(home().resolve("records")));
    }

    /** The release of that number. */
    public Release release(int number) {
        return records()
                .releases()
                .find(project(), number)
                .orElseThrow(() -> new BadInputException(records()
                        .releases()
                        .newest(project())
                        .map(newest -> "Project ‘" + project() + "’ has no release " + number + "; the newest is "
                                + newest.number() + ". ‘slipway releases’ lists them.")
                        .orElse("Project ‘" + project() + "’ has no releases yet. ‘slipway build’ makes one.")));
    }

    /** For a verb that goes on without them: nobody else can use the records while they are held. */
    public void releaseRecords() {
        close();
        records = null;
    }

    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
        if (filtered) {
            processEnvironment.out().close();
            processEnvironment.err().close();
        }
    }
}
