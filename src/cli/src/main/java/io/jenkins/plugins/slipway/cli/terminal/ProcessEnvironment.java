package io.jenkins.plugins.slipway.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a process gets from the one that started it.
 *
 * @param out results only
 * @param err talk: progress, warnings, failures
 * @param outTerminal whether a person reads {@code out} as it comes
 * @param errTerminal whether a person reads {@code err} as it comes
 */
public record ProcessEnvironment(
        Map<String, String> env,
        Path cwd,
        PrintStream out,
        PrintStream err,
        boolean outTerminal,
        boolean errTerminal,
        Cancellation cancellation,
        Clock clock) {

    public static ProcessEnvironment of(Map<String, String> env, Path cwd, PrintStream out, PrintStream err) {
        return new ProcessEnvironment(env, cwd, out, err, false, false, Cancellation.never(), Clock.systemUTC());
    }

    public ProcessEnvironment withTerminal(boolean forOut, boolean forErr) {
        return new ProcessEnvironment(env, cwd, out, err, forOut, forErr, cancellation, clock);
    }

    public ProcessEnvironment with(Cancellation other) {
        return new ProcessEnvironment(env, cwd, out, err, outTerminal, errTerminal, other, clock);
    }

    /** The same, with other places to write to. */
    public ProcessEnvironment withOutput(PrintStream otherOut, PrintStream otherErr) {
        return new ProcessEnvironment(env, cwd, otherOut, otherErr, outTerminal, errTerminal, cancellation, clock);
    }

    public Style outStyle() {
        return new Style(outTerminal && colourWanted());
    }

    public Style errStyle() {
        return new Style(errTerminal && colourWanted());
    }

    private boolean colourWanted() {
        return env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM"));
    }

    public PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
    }

    public PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
    }

    /** Who is at the keyboard, for the records. */
    public String user() {
        String user = env.getOrDefault("USER", "");
        return user.isEmpty() ? System.getProperty("user.name", "unknown") : user;
    }

    /** Where things may be put that nobody needs for long. */
    public Path temporary() {
        String named = env.getOrDefault("TMPDIR", "");
        return Path.of(named.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : named);
    }

    /** The folder of a person's files; the process's notion of it if the environment names none. */
    public Path userHome() {
        String home = env.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }
}
