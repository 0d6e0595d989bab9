package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.host.home.HomeGuard;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What all verbs have in common: they open a session, act, and answer with an exit code. */
public abstract class Verb implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        Slipway slipway = (Slipway) spec.root().userObject();
        HomeGuard.check(slipway.home());
        try (Session session = new Session(slipway)) {
            return run(session);
        } finally {
            HomeGuard.sealIfLax(slipway.home());
        }
    }

    /** Does what the verb says and returns an {@link ExitCode}. */
    protected abstract int run(Session session) throws Exception;

    /** Prints the document, or else the text for people. */
    public static void answer(Session session, JsonNode document, Runnable text) {
        PrintStream out = session.processEnvironment().out();
        if (session.json()) {
            Json.print(document, out);
        } else {
            text.run();
        }
    }
}
