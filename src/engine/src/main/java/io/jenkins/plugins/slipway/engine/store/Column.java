package io.jenkins.plugins.slipway.engine.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How values are written to columns and read back: the same on every database. */
final class Column {
    static final JsonMapper JSON = JsonMapper.shared();

    /** Longer texts are cut. A reason is a sentence or two; whoever pastes a log has the journal for it. */
    private static final int LONGEST = 20_000;

    private Column() {}

    /** Text as every database takes it: no NUL, no half characters, of bounded length. */
    static String text(String value) {
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
        return new String(cut.replace('\0', ' ').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Databases keep microseconds. */
    static Instant instant(Instant value) {
        return value.truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime time(Instant value) {
        return instant(value).atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable Integer integerOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value).replace("\\u0000", " ");
    }

    static <T> T json(ResultSet row, String column, TypeReference<T> type) throws SQLException {
        return JSON.readValue(row.getString(column), type);
    }
}
