package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the phase that failed said last, put where its failure is told: most often that is the cause. */
final class LastLines {
    private static final String FIELD = "said";
    private static final int MOST = 8;
    private static final int BYTES = 8_192;
    private static final int LONGEST = 500;

    private LastLines() {}

    /** Adds them to the document of a deployment, from the log that was kept with the run; nothing if none is there. */
    static void add(
            @NonNull Run<?, ?> run, @NonNull String project, @NonNull String step, @NonNull ObjectNode document) {
        document.remove(FIELD);
        for (JsonNode phase : document.path("phases")) {
            Path log = phase.path("state").asString("").equals("failed")
                    ? RunFiles.find(run, project, step, phase.path("name").asString("") + ".log")
                    : null;
            if (log != null) {
                ArrayNode lines = document.putArray(FIELD);
                String message = document.path("message").asString("");
                of(log, message).forEach(lines::add);
            }
        }
    }

    /** Those of a document, each without its end. */
    @NonNull
    static List<String> in(@NonNull JsonNode document) {
        return JsonDocuments.strings(document.path(FIELD));
    }

    /** The last lines of a file that the message does not say already. */
    private static List<String> of(Path log, String message) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - BYTES);
            file.seek(from);
            byte[] end = new byte[(int) (file.length() - from)];
            file.readFully(end);
            List<String> lines = Stream.of(new String(end, StandardCharsets.UTF_8).split("\\R"))
                    .skip(from > 0 ? 1 : 0)
                    .map(line -> Texts.plain(line, LONGEST))
                    .filter(line -> !line.isBlank() && !message.contains(line.strip()))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - MOST), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
