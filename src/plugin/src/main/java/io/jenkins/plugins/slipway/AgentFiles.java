package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Reads what an agent has, as streams that end where they should, and never more of it than is good. */
final class AgentFiles {
    /** Longer than any document of the command. */
    static final int LONGEST_DOCUMENT = 8 << 20;

    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_ENTRIES = 10_000;

    private AgentFiles() {}

    /**
     * The document in a file: an object without control characters in its texts, and without advice for a terminal; an empty one if
     * the file is empty or not there.
     *
     * @throws AbortException if it is no object, or too long for one
     */
    @NonNull
    static ObjectNode document(@NonNull FilePath file) throws IOException, InterruptedException {
        JsonMapper json = JsonMapper.shared();
        if (!file.exists()) {
            return json.createObjectNode();
        }
        byte[] bytes;
        try (InputStream from = file.read()) {
            bytes = from.readNBytes(LONGEST_DOCUMENT + 1);
        }
        if (bytes.length > LONGEST_DOCUMENT) {
            throw new AbortException("The result in " + file.getRemote() + " is longer than " + LONGEST_DOCUMENT
                    + " bytes; no result is that long. Find out who changes the step's files on that agent");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return json.createObjectNode();
        }
        try {
            if (json.readTree(text) instanceof ObjectNode document) {
                return plain(document);
            }
        } catch (JacksonException e) {
            // Said below: what it looks like is of no use to anybody.
        }
        throw new AbortException("The result in " + file.getRemote()
                + " is not what the command writes. Find out who changes the step's files on that agent");
    }

    private static ObjectNode plain(ObjectNode from) {
        ObjectNode to = JsonMapper.shared().createObjectNode();
        int entries = 0;
        for (Map.Entry<String, JsonNode> each : from.properties()) {
            if (entries++ < MOST_ENTRIES) {
                to.set(Texts.line(each.getKey()), plain(each.getValue()));
            }
        }
        return to;
    }

    private static JsonNode plain(JsonNode from) {
        if (from instanceof ObjectNode object) {
            return plain(object);
        }
        if (from.isArray()) {
            ArrayNode to = JsonMapper.shared().createArrayNode();
            int entries = 0;
            for (JsonNode each : from) {
                if (entries++ < MOST_ENTRIES) {
                    to.add(plain(each));
                }
            }
            return to;
        }
        return from.isString() ? StringNode.valueOf(StepWords.of(Texts.plain(from.asString(), LONGEST_TEXT))) : from;
    }

    /** A stream that fails when it is longer than that. */
    @NonNull
    static InputStream limited(@NonNull InputStream from, long most, @NonNull String what) {
        return new FilterInputStream(from) {
            private long left = most;

            @Override
            public int read() throws IOException {
                int read = in.read();
                count(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = in.read(buffer, offset, length);
                count(Math.max(0, read));
                return read;
            }

            private void count(int bytes) throws IOException {
                left -= bytes;
                if (left < 0) {
                    throw new AbortException(what + " is longer than " + most + " bytes");
                }
            }
        };
    }
}
