package io.jenkins.plugins.slipway.cli.session;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.store.Records;
import io.jenkins.plugins.slipway.engine.store.RecordsSnapshot;
import io.jenkins.plugins.slipway.engine.store.RelayedRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a verb works for records that it cannot reach, as a step of a pipeline does on an agent: the folder holds what they know
 * ({@code records.json}), gets what is to be written to them ({@code changes.jsonl}), and is read by whoever has them.
 */
public record StepFolder(Path folder) {
    public static final String RECORDS = "records.json";
    public static final String CHANGES = "changes.jsonl";

    /** Records that begin as what the folder holds. */
    Records records() {
        Path snapshot = folder.resolve(RECORDS);
        try {
            return RelayedRecords.open(RecordsSnapshot.fromJson(Files.readString(snapshot)), folder.resolve(CHANGES));
        } catch (IOException e) {
            throw new BadInputException("--step " + folder + ": " + snapshot + " cannot be read (" + e + ").", e);
        }
    }
}
