package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "dev",
        description = "Deploys to a development environment at once and again on every change, until interrupted.",
        footer = {"", "Example: slipway dev"})
final class DevVerb extends Verb {
    /** How soon an interrupt is noticed while nothing changes. */
    private static final long TURN_MILLIS = 200;

    private static final int MOST_NAMES = 3;

    @Option(names = "--env", paramLabel = "ENV", description = "The environment; development unless set.")
    private String environment = "development";

    /** What was said last, so that it is not said again after each change. */
    private List<String> addresses = List.of();

    @Override
    int run(Session session) throws Exception {
        session.linger();
        Cancellation wish = session.processEnvironment().cancellation();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (ProjectWatch watch = new ProjectWatch(session.directory())) {
            DevAttempt attempt = new DevAttempt(session, environment);
            Cancellation present = new Cancellation();
            Future<?> running = begin(session, worker, attempt, present, System.nanoTime());
            while (!wish.isCancelled()) {
                Set<Path> changed = watch.changes(TURN_MILLIS);
                if (changed.isEmpty()) {
                    failures(running);
                    continue;
                }
                long since = System.nanoTime();
                session.say("");
                session.say(session.processEnvironment().errStyle().strong("Changed: " + names(changed)));
                present.cancel();
                present = new Cancellation();
                running = begin(session, worker, attempt, present, since);
            }
            present.cancel();
            session.say("The last release that went live keeps serving in " + environment
                    + "; ‘slipway host stop’ ends it.");
            return ExitCode.DONE;
        } finally {
            worker.shutdown();
            // The attempt under way is cancelled; what it began is undone before the command ends.
            worker.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES);
        }
    }

    private Future<?> begin(
            Session session, ExecutorService worker, DevAttempt attempt, Cancellation cancellation, long since) {
        return worker.submit(() -> {
            if (cancellation.isCancelled()) {
                return null;
            }
            DevAttempt.Outcome outcome = attempt.run(since, cancellation);
            if (outcome != DevAttempt.Outcome.OVERTAKEN) {
                sayAddresses(session, attempt);
            }
            return null;
        });
    }

    /** A bug of Slipway's ends the command as it would end any other. */
    private static void failures(Future<?> running) throws Exception {
        if (running.isDone()) {
            try {
                running.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception bug) {
                    throw bug;
                }
                throw e;
            }
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

    private static String names(Set<Path> changed) {
        return changed.stream().limit(MOST_NAMES).map(Path::toString).collect(Collectors.joining(", "))
                + (changed.size() > MOST_NAMES ? " and " + (changed.size() - MOST_NAMES) + " more" : "");
    }
}
