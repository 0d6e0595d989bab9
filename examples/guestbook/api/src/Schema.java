import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a line of the file looks like in this version, and the way from one version to the next and back. */
final class Schema {
    /** Each step rewrites every line; its position, counted from 2, is the version it leads to. */
    private static final List<Migration> MIGRATIONS = List.of();

    static final int VERSION = 1 + MIGRATIONS.size();

    private static final Path FILE = Path.of("data", "schema");

    /** The line that keeps an entry: name, message. */
    static String line(String name, String message) {
        return name + "\t" + message;
    }

    /** An entry as the reader sees it. */
    static String show(String line) {
        String[] columns = line.split("\t", -1);
        return columns[0] + ": " + columns[1];
    }

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "version" -> System.out.println(version());
            case "up" -> migrate(VERSION);
            case "down" -> migrate(Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException("version, up, or down --to VERSION");
        }
    }

    private static int version() throws IOException {
        return Files.exists(FILE) ? Integer.parseInt(Files.readString(FILE).strip()) : 1;
    }

    private static void migrate(int target) throws IOException {
        int from = version();
        for (int version = from; version < target; version++) {
            rewrite(MIGRATIONS.get(version - 1).up);
        }
        for (int version = from; version > target; version--) {
            rewrite(MIGRATIONS.get(version - 2).down);
        }
        Files.writeString(FILE, target + "\n");
        System.out.println("schema " + from + " -> " + target);
    }

    private static void rewrite(UnaryOperator<String> change) throws IOException {
        Path next = Path.of("data", "entries.next");
        Files.write(next, Book.lines().stream().map(change).toList());
        Files.move(next, Book.FILE, StandardCopyOption.REPLACE_EXISTING);
    }

    private record Migration(UnaryOperator<String> up, UnaryOperator<String> down) {}
}
