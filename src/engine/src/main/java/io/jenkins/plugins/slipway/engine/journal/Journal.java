package io.jenkins.plugins.slipway.engine.journal;

import java.nio.file.Path;
import java.util.Map;

/** Takes the events of one build or deployment, durable as each method says, and keeps one log per phase. */
public interface Journal extends AutoCloseable {
    /**
     * Appends an event.
     *
     * @param event short name such as {@code phase-started}
     * @param fields plain values: strings, numbers, booleans, lists and maps of them. Never a secret.
     */
    void append(String event, Map<String, ?> fields);

    /**
     * Appends an event that nothing depends on if the power fails: it is on disk when the next one that is {@linkplain #append
     * appended} is, or the journal is closed. Every other end leaves it there.
     */
    void mention(String event, Map<String, ?> fields);

    /** The log file of a phase; its folder exists. */
    Path log(String phase);

    /** The folder that holds the journal and the logs. */
    Path folder();

    @Override
    void close();
}
