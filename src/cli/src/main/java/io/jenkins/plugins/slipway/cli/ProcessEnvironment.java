package io.jenkins.plugins.slipway.cli;

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
record ProcessEnvironment(
        Map<String, String> env,
        Path cwd,
        PrintStream out,
        PrintStream err,
        boolean outTerminal,
        boolean errTerminal,
        Cancellation cancellation,
        Clock clock) {

    static ProcessEnvironment of(Map<String, String> env, Path cwd, PrintStream out, PrintStream err) {
        return new ProcessEnvironment(env, cwd, out, err, false, false, Cancellation.never(), Clock.systemUTC());
    }

    ProcessEnvironment withTerminal(boolean forOut, boolean forErr) {
        return new ProcessEnvironment(env, cwd, out, err, forOut, forErr, cancellation, clock);
    }

    ProcessEnvironment with(Cancellation other) {
        return new ProcessEnvironment(env, cwd, out, err, outTerminal, errTerminal, other, clock);
    }

    /** The same, with other places to write to. */
    ProcessEnvironment withOutput(PrintStream otherOut, PrintStream otherErr) {
        return new ProcessEnvironment(env, cwd, otherOut, otherErr, outTerminal, errTerminal, cancellation, clock);
    }

    Style outStyle() {
        return new Style(outTerminal && colourWanted());
    }

    Style errStyle() {
        return new Style(errTerminal && colourWanted());
    }

    private boolean colourWanted() {
        return env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM"));
    }

    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, UTF_8), true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, UTF_8), true);
    }

    /** Who is at the keyboard, for the records. */
    String user() {
        String user = env.getOrDefault("USER", "");
        return user.isEmpty() ? System.getProperty("user.name", "unknown") : user;
    }

    /** Where things may be put that nobody needs for long. */
    Path temporary() {
        String named = env.getOrDefault("TMPDIR", "");
        return Path.of(named.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : named);
    }

    /** The folder of a person's files; the process's notion of it if the environment names none. */
    Path userHome() {
        String home = env.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "/") : home);
    }
}
