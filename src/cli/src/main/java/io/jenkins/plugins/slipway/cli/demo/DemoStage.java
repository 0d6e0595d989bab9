package io.jenkins.plugins.slipway.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the demo happens: tells the story, and runs the very verbs that a person would type. */
final class DemoStage {
    private final ProcessEnvironment processEnvironment;
    private final PrintStream story;
    private final Style style;
    private final Path project;
    private final Path home;
    private final Program program;
    private int chapter;

    /** The command itself, as a person would call it. */
    public @FunctionalInterface interface Program {
        /** Runs it with these arguments and returns its exit code. */
        int run(ProcessEnvironment processEnvironment, String... args);
    }

    /** @param story where it is told */
    DemoStage(
            Program program,
            ProcessEnvironment processEnvironment,
            PrintStream story,
            Style style,
            Path project,
            Path home) {
        this.program = program;
        this.processEnvironment = processEnvironment;
        this.story = story;
        this.style = style;
        this.project = project;
        this.home = home;
    }

    void chapter(String title) {
        chapter++;
        story.println();
        story.println(style.strong(chapter + ". " + title));
    }

    void tell(String sentence) {
        story.println(sentence);
    }

    /** Runs a verb and shows it; anything but the expected exit code ends the demo. */
    void run(int expected, String... args) {
        if (processEnvironment.cancellation().isCancelled()) {
            throw new LifecycleFailedException("The demo was cancelled.");
        }
        story.println(style.faint("$ ") + "slipway " + String.join(" ", quoted(args)));
        IndentedOutput indented = new IndentedOutput(story, "  ", Long.MAX_VALUE);
        PrintStream shown = indented.stream();
        int code = program.run(processEnvironment.withOutput(shown, shown), complete(args));
        indented.endLine();
        if (code != expected) {
            throw new LifecycleFailedException("‘slipway " + String.join(" ", args) + "’ ended with exit code " + code
                    + ", not " + expected + ". What it said is above.");
        }
    }

    /** Asks a verb without showing it. */
    JsonNode ask(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(complete(args)));
        all.add("--json");
        int code = program.run(
                processEnvironment.withOutput(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
                all.toArray(String[]::new));
        if (code != ExitCode.DONE) {
            throw new LifecycleFailedException("‘slipway " + String.join(" ", args) + "’ ended with exit code " + code
                    + ": " + err.toString(UTF_8));
        }
        return JsonMapper.shared().readTree(out.toString(UTF_8));
    }

    private String[] complete(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--dir", project.toString(), "--home", home.toString()));
        return all.toArray(String[]::new);
    }

    private static List<String> quoted(String... args) {
        return List.of(args).stream()
                .map(arg -> arg.contains(" ") ? "'" + arg + "'" : arg)
                .toList();
    }
}
