package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseRun;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.journal.Journal;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the journal, the logs of the phases and whoever listens the same story. A deployment has no journal before it has its
 * number; what happened until then is written as soon as it has.
 */
final class DeploymentRecorder implements AutoCloseable {
    private final DeployListener listener;
    private final PhaseRuns phases = new PhaseRuns();
    private final List<Entry> early = new ArrayList<>();
    private final Map<String, StringBuilder> earlyLogs = new TreeMap<>();
    private @Nullable Journal journal;
    private boolean mayFail = true;
    private boolean journalBroken;
    private boolean logBroken;

    private record Entry(String event, Map<String, ?> fields) {}

    @FunctionalInterface
    private interface Writing {
        void to(Journal journal);
    }

    DeploymentRecorder(DeployListener listener) {
        this.listener = listener;
    }

    /** From now on there is a journal; it takes what happened so far. */
    void open(Journal opened) {
        journal = opened;
        early.forEach(entry -> event(entry.event(), entry.fields()));
        earlyLogs.forEach((phase, text) -> {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            toLog(phase, bytes, 0, bytes.length);
        });
    }

    /** From now on the environment counts more than the story: a journal that cannot be written is said, and stops nothing. */
    void mustGoOn() {
        mayFail = false;
    }

    List<PhaseRun> phases() {
        return phases.list();
    }

    void event(String event, Map<String, ?> fields) {
        write(new Entry(event, fields), to -> to.append(event, fields));
    }

    /** Nothing that another process would do depends on it. */
    private void mention(String event, Map<String, ?> fields) {
        write(new Entry(event, fields), to -> to.mention(event, fields));
    }

    private void write(Entry entry, Writing writing) {
        if (journal == null) {
            early.add(entry);
            return;
        }
        try {
            writing.to(journal);
        } catch (RuntimeException e) {
            if (mayFail) {
                throw new LifecycleFailedException(String.valueOf(e.getMessage()), e);
            }
            if (!journalBroken) {
                journalBroken = true;
                listener.note(e.getMessage() + ". The deployment goes on without it.");
            }
        }
    }

    void next(String phase) {
        listener.phaseNext(phase);
    }

    void started(String phase) {
        listener.phaseStarted(phase);
        event("phase-started", Map.of("phase", phase));
    }

    /** An operation begins at a place; from here on it can be found by its handle. */
    void started(Operation operation) {
        OperationHandle handle = operation.handle();
        listener.phaseStarted(handle.step());
        Map<String, ?> fields = Map.of("phase", handle.step(), "place", handle.place(), "handle", handle.facts());
        if (operation.idle()) {
            mention("phase-started", fields);
        } else {
            event("phase-started", fields);
        }
    }

    void ended(String phase, PhaseState state, double seconds, Map<String, String> facts) {
        phases.add(new PhaseRun(phase, state, seconds));
        listener.phaseEnded(phase, state, seconds);
        mention(
                "phase-ended",
                Map.of("phase", phase, "state", state.name(), "seconds", seconds, "facts", Map.copyOf(facts)));
    }

    /** A sentence in a phase's log. */
    void say(String phase, String sentence) {
        byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        listener.output(phase, bytes, 0, bytes.length);
        if (journal == null) {
            earlyLogs
                    .computeIfAbsent(phase, key -> new StringBuilder())
                    .append(sentence)
                    .append('\n');
        } else {
            toLog(phase, bytes, 0, bytes.length);
        }
    }

    /** A sentence that the user should know, and the journal too. */
    void note(String sentence) {
        listener.note(sentence);
        event("note", Map.of("text", sentence));
    }

    OutputSink phaseLog(String phase) {
        return (buffer, offset, length) -> {
            listener.output(phase, buffer, offset, length);
            toLog(phase, buffer, offset, length);
        };
    }

    /** For what is no phase of its own, such as the restoring. */
    OutputSink sink(String log) {
        return (buffer, offset, length) -> toLog(log, buffer, offset, length);
    }

    /** A log that cannot be written is no reason to fail a phase. */
    private void toLog(String phase, byte[] buffer, int offset, int length) {
        if (journal == null) {
            return;
        }
        try (OutputStream out = PrivateFiles.newOutputStream(
                journal.log(phase), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(buffer, offset, length);
        } catch (IOException e) {
            if (!logBroken) {
                logBroken = true;
                listener.note("The log of phase ‘" + phase + "’ cannot be written (" + e.getMessage() + ").");
            }
        }
    }

    @Override
    public void close() {
        if (journal != null) {
            try {
                journal.close();
            } catch (RuntimeException e) {
                listener.note("The journal in " + journal.folder() + " cannot be closed (" + e.getMessage() + ").");
            }
        }
    }
}
