import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The entries, one line each, in a file of the data mount. */
final class Book {
    static final Path FILE = Path.of("data", "entries.tsv");

    synchronized List<String> entries() throws IOException {
        return lines().stream().map(Schema::show).collect(Collectors.toList());
    }

    synchronized void sign(String name, String message) throws IOException {
        Files.writeString(FILE, Schema.line(oneLine(name), oneLine(message)) + "\n", UTF_8, CREATE, APPEND);
    }

    synchronized void clear() throws IOException {
        Files.deleteIfExists(FILE);
    }

    static List<String> lines() throws IOException {
        return Files.exists(FILE) ? Files.readAllLines(FILE, UTF_8) : List.of();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
