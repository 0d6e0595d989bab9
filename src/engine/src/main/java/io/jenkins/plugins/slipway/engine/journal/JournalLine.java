package io.jenkins.plugins.slipway.engine.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of one line: a JSON object whose last member is a checksum over the object without that member. So each line is
 * plain JSON for every other reader, and one that was half written is told from a whole one.
 */
final class JournalLine {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHECK = ",\"check\":\"";
    private static final int CHECK_LENGTH = CHECK.length() + 8 + "\"}".length();

    private JournalLine() {}

    static byte[] format(long number, Instant at, String name, Map<String, ?> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("number", number);
        line.put("at", at.toString());
        line.put("event", name);
        line.put("fields", fields);
        String body = JSON.writeValueAsString(line);
        String open = body.substring(0, body.length() - 1);
        return (open + CHECK + checksum(open) + "\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The event of a line without its line break, or null if the line is not whole. */
    static @Nullable JournalEvent parse(String line) {
        if (line.length() <= CHECK_LENGTH || !line.endsWith("\"}")) {
            return null;
        }
        int end = line.length() - CHECK_LENGTH;
        String open = line.substring(0, end);
        if (!line.substring(end).equals(CHECK + checksum(open) + "\"}")) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(open + "}");
            return new JournalEvent(
                    tree.path("number").asLong(),
                    Instant.parse(tree.path("at").asString()),
                    tree.path("event").asString(),
                    tree.path("fields"));
        } catch (JacksonException | DateTimeException e) {
            return null;
        }
    }

    private static String checksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", checksum.getValue());
    }
}
