package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "dev",
        description = "Deploys to a development environment at once and again on every change, until interrupted.",
        footer = {"", "Example: slipway dev"})
public final class DevVerb extends Verb {
    /** How soon an interrupt is noticed while nothing changes. */
    private static final long TURN_MILLIS = 200;

    /** How soon the end of an attempt is noticed that something waits for. */
    private static final long SHORT_TURN_MILLIS = 5;

    /** So often an attempt gives way in a row; the next one runs to its end, so that there is progress whatever happens. */
    private static final int OVERTAKINGS = 2;

    @Option(names = "--env", paramLabel = "ENV", description = "The environment; development unless set.")
    private String environment = "development";

    /** What was said last, so that it is not said again after each change. */
    private List<String> addresses = List.of();

    @Override
    protected int run(Session session) throws Exception {
        session.linger();
        Cancellation wish = session.processEnvironment().cancellation();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        DevAttempt attempt = new DevAttempt(session, environment);
        DevTurn turn = new DevTurn(false);
        try (DevChanges changes = new DevChanges(session, attempt)) {
            Future<DevAttempt.Outcome> running = begin(session, worker, attempt, turn, System.nanoTime());
            changes.begin(Set.of());
            Set<Path> pending = new TreeSet<>();
            boolean ended = false;
            int overtakings = 0;
            long since = 0;
            while (!wish.isCancelled()) {
                Set<Path> changed =
                        changes.next(pending.isEmpty() && running.isDone() == ended ? TURN_MILLIS : SHORT_TURN_MILLIS);
                if (!changed.isEmpty()) {
                    since = pending.isEmpty() ? System.nanoTime() : since;
                    pending.addAll(changed);
                    turn.overtake();
                }
                if (running.isDone() && !ended) {
                    ended = true;
                    overtakings = outcome(running) == DevAttempt.Outcome.OVERTAKEN ? overtakings + 1 : 0;
                    changes.end();
                }
                if (ended && !pending.isEmpty()) {
                    turn = new DevTurn(overtakings >= OVERTAKINGS);
                    running = begin(session, worker, attempt, turn, since);
                    changes.begin(pending);
                    pending.clear();
                    ended = false;
                }
            }
            session.say("The last release that went live keeps serving in " + environment
                    + "; ‘slipway host stop’ ends it.");
            return ExitCode.DONE;
        } finally {
            turn.stop();
            worker.shutdown();
            // The attempt under way is cancelled; what it began is undone before the command ends.
            worker.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES);
        }
    }

    private Future<DevAttempt.Outcome> begin(
            Session session, ExecutorService worker, DevAttempt attempt, DevTurn turn, long since) {
        return worker.submit(() -> {
            DevAttempt.Outcome outcome = attempt.run(since, turn);
            if (outcome != DevAttempt.Outcome.OVERTAKEN) {
                sayAddresses(session, attempt);
            }
            return outcome;
        });
    }

    /** A bug of Slipway's ends the command as it would end any other. */
    private static DevAttempt.Outcome outcome(Future<DevAttempt.Outcome> ended) throws Exception {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception bug) {
                throw bug;
            }
            throw e;
        }
    }

    private void sayAddresses(Session session, DevAttempt attempt) throws InterruptedException {
        List<String> now = new ArrayList<>(attempt.urls());
        JsonNode list;
        try {
            list = ObjectControl.of(session.home(), session.processEnvironment().env())
                    .list(session.project(), environment);
        } catch (RefusedException e) {
            // Nothing was ever deployed: the first attempt has failed, and has said so.
            return;
        }
        for (JsonNode object : list.path("objects")) {
            String name = object.path("name").asString("");
            now.add(object.path("kind").asString("") + " " + name + "  "
                    + object.path("url").asString("slipway call " + name + " --env " + environment));
        }
        if (!now.equals(addresses)) {
            now.forEach(line -> session.say("  " + line));
            addresses = now;
        }
    }
}
