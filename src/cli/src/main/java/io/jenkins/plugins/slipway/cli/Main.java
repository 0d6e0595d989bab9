package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.cli.session.Slipway;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.TerminalStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Where the {@code slipway} command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        String terminal = System.getProperty("slipway.terminal", "");
        Cancellation cancellation = new Cancellation();
        ProcessEnvironment processEnvironment = ProcessEnvironment.of(
                        System.getenv(),
                        Path.of("").toAbsolutePath(),
                        new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8))
                .withTerminal(terminal.contains("out"), terminal.contains("err"))
                .with(cancellation);
        CountDownLatch ended = new CountDownLatch(1);
        PrintStream told = Arrays.asList(args).contains("--step") ? null : processEnvironment.err();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cancelAndWait(cancellation, ended, told)));
        HeadStart.begin(System.getenv(), args);
        int code;
        try {
            code = run(processEnvironment, args);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    /**
     * Runs the command in this process.
     *
     * @param env the environment variables
     * @param cwd what relative paths are relative to
     * @param out gets the result and nothing else
     * @param err gets what is said meanwhile
     * @return the exit code, see {@link ExitCode}
     */
    public static int run(String[] args, Map<String, String> env, Path cwd, PrintStream out, PrintStream err) {
        return run(ProcessEnvironment.of(env, cwd, out, err), args);
    }

    /** Whatever verbs quote, such as what a hook said or a commit's subject, comes to the reader as text. */
    static int run(ProcessEnvironment raw, String... args) {
        ProcessEnvironment processEnvironment = raw.withOutput(
                harmless(raw.out(), raw.outStyle().coloured()),
                harmless(raw.err(), raw.errStyle().coloured()));
        Slipway slipway = new Slipway(processEnvironment);
        CommandLine line = new CommandLine(slipway);
        Verbs.meant(args).forEach(line::addSubcommand);
        Failures failures = new Failures(processEnvironment, Arrays.asList(args));
        line.setOut(processEnvironment.outWriter());
        line.setErr(processEnvironment.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                processEnvironment.outStyle().coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        // A verb's own options come first, then those that every verb has.
        line.getSubcommands()
                .values()
                .forEach(verb -> verb.getCommandSpec().usageMessage().sortOptions(false));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(failures::usage);
        line.setExecutionExceptionHandler((problem, command, parsed) -> failures.report(problem, slipway));
        int code = line.execute(args);
        processEnvironment.out().flush();
        processEnvironment.err().flush();
        return code;
    }

    private static PrintStream harmless(PrintStream to, boolean colours) {
        return new PrintStream(new TerminalStream(to, colours), true, UTF_8);
    }

    /**
     * On Ctrl-C the work under way is cancelled, and the process ends when it has ended cleanly.
     *
     * @param err to say so; null for a step, whose end is told by whoever ended it
     */
    private static void cancelAndWait(Cancellation cancellation, CountDownLatch ended, @Nullable PrintStream err) {
        if (ended.getCount() == 0) {
            return;
        }
        if (err != null) {
            err.println("Stopping; what was live stays live or comes back.");
        }
        cancellation.cancel();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
