package io.jenkins.plugins.slipway.engine.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link FileJournal} wrote, also while it is being written or after its writer was killed. */
public final class JournalReader {
    /** Name of the journal in its folder. */
    static final String FILE = "journal.jsonl";

    private JournalReader() {}

    /** The events of the journal in that folder, oldest first; none if there is no journal. Lines that are not whole are left out. */
    public static List<JournalEvent> read(Path folder) throws IOException {
        return scan(folder.resolve(FILE)).events();
    }

    /** Where the log of a phase is; the file need not exist. */
    public static Path log(Path folder, String phase) {
        if (!phase.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("‘" + phase + "’ is not the name of a phase");
        }
        return folder.resolve(phase + ".log");
    }

    /** Everything that is whole in a journal. */
    static Scan scan(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Scan(List.of(), 0);
        }
        List<JournalEvent> events = new ArrayList<>();
        long whole = 0;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                JournalEvent event = JournalLine.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
                if (event != null) {
                    events.add(event);
                    whole = start;
                }
            }
        }
        return new Scan(List.copyOf(events), whole);
    }

    /**
     * The content of a journal.
     *
     * @param length bytes up to the end of the last whole line; what follows is torn
     */
    record Scan(List<JournalEvent> events, long length) {
        long lastNumber() {
            return events.isEmpty() ? 0 : events.get(events.size() - 1).number();
        }
    }
}
