package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Changes to records as JSON lines, in the order in which they happened. A line without its end was never written. */
final class ChangeFile {
    private static final int SHOWN = 80;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    ChangeFile(Path file) {
        this.file = file;
    }

    /**
     * Appends a change; it is on disk when this returns.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    synchronized void append(RecordChange change) {
        byte[] line = (JSON.writeValueAsString(change) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = PrivateFiles.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (ByteBuffer buffer = ByteBuffer.wrap(line); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /**
     * The change in a line.
     *
     * @throws RefusedException if it is none
     */
    static RecordChange change(byte[] line) {
        try {
            RecordChange change = JSON.readValue(line, RecordChange.class);
            if (change != null) {
                return change;
            }
        } catch (JacksonException e) {
            // What is wrong with it is known to whoever wrote it.
        }
        throw new RefusedException("A step wrote something that is not a change of records: ‘"
                + Texts.line(new String(line, 0, Math.min(line.length, SHOWN), StandardCharsets.UTF_8))
                + "’. The records are as they were before that. Find out who changes the step's files on its agent");
    }
}
