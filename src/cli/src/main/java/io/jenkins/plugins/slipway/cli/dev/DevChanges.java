package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.engine.build.source.BuildInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which changes on disk start a round of {@code slipway dev}, and names them. */
final class DevChanges implements AutoCloseable {
    /** What programs write beside sources and nobody edits. Counts as a source only if Git knows it. */
    private static final Pattern WRITTEN_BY_PROGRAMS =
            Pattern.compile(".*\\.(log|pid|sock|tmp)|.*\\.log\\.\\d+|nohup\\.out|.*-(journal|wal|shm)");

    private static final int MOST_NAMES = 3;

    private final Session session;
    private final DevAttempt attempt;
    private final BuildInputs inputs;
    private final ProjectWatch watch;
    private final RestlessFiles restless = new RestlessFiles();
    private final Set<Path> told = new TreeSet<>();

    DevChanges(Session session, DevAttempt attempt) throws IOException {
        this.session = session;
        this.attempt = attempt;
        this.inputs =
                BuildInputs.of(session.directory(), session.processEnvironment().env());
        this.watch = new ProjectWatch(session.directory(), session.home(), inputs);
    }

    /**
     * Waits for changes, and says what has changed.
     *
     * @return what starts a round; empty if nothing did within the time
     */
    Set<Path> next(long millis) throws InterruptedException, IOException {
        Set<Path> changed = inputs.notIgnored(watch.changes(millis));
        Set<Path> written = written(changed);
        changed.removeAll(written);
        changed = attempt.among(changed);
        written.stream()
                .filter(told::add)
                .forEach(file -> say(Set.of(file), ", which by its name is not a source and triggers nothing"));
        long now = System.nanoTime();
        RestlessFiles.Verdict verdict = restless.changed(changed, now);
        if (!verdict.named().isEmpty()) {
            say(verdict.named(), "");
        }
        if (!verdict.calmed().isEmpty()) {
            session.say(names(verdict.calmed()) + (verdict.calmed().size() == 1 ? " changes" : " change")
                    + " in each round. From now on that starts no other one before " + restless.pauseSeconds()
                    + " s of rest. If it is not a source, let Git ignore it.");
        }
        Set<Path> rested = restless.atRest(now);
        if (rested.isEmpty()) {
            return verdict.starting();
        }
        Set<Path> all = new TreeSet<>(verdict.starting());
        all.addAll(rested);
        return all;
    }

    private Set<Path> written(Set<Path> changed) throws IOException {
        Set<Path> named = changed.stream()
                .filter(file -> WRITTEN_BY_PROGRAMS
                        .matcher(file.getFileName().toString())
                        .matches())
                .collect(Collectors.toCollection(TreeSet::new));
        return inputs.knowsGit() ? inputs.untracked(named) : named;
    }

    /** A round begins, started by these files; by none if it is the first. */
    void begin(Set<Path> by) {
        restless.begin(by);
    }

    void end() {
        restless.end(System.nanoTime());
    }

    private void say(Set<Path> files, String more) {
        session.say("");
        session.say(session.processEnvironment().errStyle().strong("Changed: " + names(files)) + more);
    }

    private static String names(Set<Path> changed) {
        return changed.stream().limit(MOST_NAMES).map(Path::toString).collect(Collectors.joining(", "))
                + (changed.size() > MOST_NAMES ? " and " + (changed.size() - MOST_NAMES) + " more" : "");
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
