package io.jenkins.plugins.slipway.engine.journal;

import java.nio.file.Path;
import java.util.Map;

/** Takes the events of one build or deployment, durable when the call returns, and keeps one log per phase. */
public interface Journal extends AutoCloseable {
    /**
     * Appends an event.
     *
     * @param event short name such as {@code phase-started}
     * @param fields plain values: strings, numbers, booleans, lists and maps of them. Never a secret.
     */
    void append(String event, Map<String, ?> fields);

    /** The log file of a phase; its folder exists. */
    Path log(String phase);

    /** The folder that holds the journal and the logs. */
    Path folder();

    @Override
    void close();
}
