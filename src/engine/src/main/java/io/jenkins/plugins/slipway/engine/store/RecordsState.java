package io.jenkins.plugins.slipway.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Tells one state of a home's own records from another without opening them. Whoever uses the records changes it, even by only
 * reading, and so does whoever replaces their file: what was learned in a state holds for as long as the state is the same.
 */
public final class RecordsState {
    private RecordsState() {}

    /** The present state, in a form to compare; empty if there are no records. */
    public static Optional<String> in(Path home) throws IOException {
        try {
            BasicFileAttributes file =
                    Files.readAttributes(folder(home).resolve("slipway.mv.db"), BasicFileAttributes.class);
            return Optional.of(file.lastModifiedTime().toInstant() + " " + file.size() + " " + file.fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The present state, if it is the one that this process has left behind; empty if others have used the records since. */
    public static Optional<String> leftByThisProcess(Path home) throws IOException {
        Optional<String> state = in(home);
        // Read after the state: whoever has changed the file since has signed the lock before.
        String holder = state.isEmpty()
                ? ""
                : Files.readString(folder(home).resolve(H2File.LOCK)).strip();
        return holder.equals(Long.toString(ProcessHandle.current().pid())) ? state : Optional.empty();
    }

    private static Path folder(Path home) {
        return home.resolve("records");
    }
}
