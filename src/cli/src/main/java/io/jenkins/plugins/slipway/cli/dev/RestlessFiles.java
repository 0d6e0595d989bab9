package io.jenkins.plugins.slipway.cli.dev;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Tells changes that somebody makes from those that a round of building and deploying brings about itself, such as a log that it
 * is written to. A file that changes again in each of the rounds that it starts is restless: from then on it waits until it has
 * been left alone for a while, which grows each time. After a round of its own it waits for another file to start the next one.
 * Times are those of {@link System#nanoTime()}; not safe for several threads.
 */
final class RestlessFiles {
    /** What changes this soon after a round may be its echo. */
    static final long ECHO = TimeUnit.SECONDS.toNanos(1);

    /** How long a restless file must be left alone at first. */
    static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

    /** Rounds in a row that a file starts and changes in before it is restless. */
    private static final int ROUNDS = 2;

    private final Map<Path, Integer> streaks = new HashMap<>();
    private final Set<Path> causes = new LinkedHashSet<>();
    private final Set<Path> again = new LinkedHashSet<>();
    private final Set<Path> restless = new TreeSet<>();
    private final Set<Path> waiting = new TreeSet<>();
    private boolean running;
    private boolean ofItsOwn;
    private boolean spent;
    private long ended;
    private long changed;
    private long pause = PAUSE;

    /**
     * What became of some changed files.
     *
     * @param starting those that start a round
     * @param named those of them to be named, because they do not change in every round
     * @param calmed those that start no more rounds, from now on
     */
    record Verdict(Set<Path> starting, Set<Path> named, Set<Path> calmed) {}

    Verdict changed(Set<Path> files, long now) {
        Set<Path> starting = new TreeSet<>();
        Set<Path> named = new TreeSet<>();
        Set<Path> calmed = new TreeSet<>();
        boolean inRound = running || now - ended < ECHO;
        for (Path file : files) {
            boolean repeated = inRound && (again.contains(file) || causes.contains(file));
            if (inRound) {
                again.add(file);
            }
            if (restless.contains(file)) {
                await(file, inRound, now);
            } else if (repeated && streaks.getOrDefault(file, 0) >= ROUNDS) {
                restless.add(file);
                calmed.add(file);
                await(file, inRound, now);
            } else {
                starting.add(file);
                if (!repeated) {
                    named.add(file);
                }
            }
        }
        return new Verdict(starting, named, calmed);
    }

    private void await(Path file, boolean inRound, long now) {
        changed = now;
        spent |= inRound && ofItsOwn;
        if (!inRound || !spent) {
            waiting.add(file);
        }
    }

    /** Restless files that have been at rest for long enough to start a round. */
    Set<Path> atRest(long now) {
        return running || waiting.isEmpty() || now - changed < pause ? Set.of() : new TreeSet<>(waiting);
    }

    /** How long restless files must be left alone now, in seconds. */
    long pauseSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(pause);
    }

    /** A round begins, started by these files; by none if it is the first. */
    void begin(Set<Path> by) {
        if (!causes.isEmpty()) {
            restless.retainAll(again);
        }
        pause = restless.isEmpty() ? PAUSE : pause;
        ofItsOwn = !by.isEmpty() && restless.containsAll(by);
        if (ofItsOwn) {
            pause = Math.min(2 * pause, TimeUnit.DAYS.toNanos(1));
        } else {
            spent = false;
        }
        Map<Path, Integer> next = new HashMap<>();
        by.forEach(file -> next.put(file, again.contains(file) ? streaks.getOrDefault(file, 0) + 1 : 0));
        streaks.clear();
        streaks.putAll(next);
        causes.clear();
        causes.addAll(by);
        again.clear();
        waiting.clear();
        running = true;
    }

    void end(long now) {
        running = false;
        ended = now;
    }
}
