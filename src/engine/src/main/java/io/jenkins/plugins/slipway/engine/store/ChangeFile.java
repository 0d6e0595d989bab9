package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Changes to records as JSON lines, in the order in which they happened. A line without its end was never written. */
public final class ChangeFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    public ChangeFile(Path file) {
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

    /** All changes so far; none if there is no file. */
    public List<RecordChange> read() throws IOException {
        return Files.exists(file) ? parse(Files.readString(file)) : List.of();
    }

    /**
     * The changes in some text of such a file.
     *
     * @param text whole lines; what follows the last line end is left out, as it is still being written
     */
    public static List<RecordChange> parse(String text) {
        List<RecordChange> changes = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            changes.add(JSON.readValue(text.substring(from, end), RecordChange.class));
            from = end + 1;
        }
        return changes;
    }
}
