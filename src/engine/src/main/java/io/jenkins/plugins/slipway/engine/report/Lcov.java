package io.jenkins.plugins.slipway.engine.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LCOV's tracefiles, as geninfo(1) describes them under FILES, with the records of versions 1 and 2. What the records tell of single
 * lines, branches and functions decides; their sums count only where these are absent.
 */
final class Lcov {
    private static final Pattern OTHER_RECORD = Pattern.compile("[A-Z][A-Z0-9]*:.*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final String name;
    private final SourcePaths paths;
    private final CoveredCode code;
    private int number;
    private @Nullable LcovRecord record;

    private Lcov(String name, SourcePaths paths, CoveredCode code) {
        this.name = name;
        this.paths = paths;
        this.code = code;
    }

    /**
     * @param name how messages call the file
     */
    static void read(BufferedReader reader, String name, SourcePaths paths, CoveredCode code)
            throws IOException, UnreadableReportException {
        new Lcov(name, paths, code).read(reader);
    }

    private void read(BufferedReader reader) throws IOException, UnreadableReportException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            add(line.strip());
        }
        if (record != null) {
            throw new UnreadableReportException(
                    name + " ends before the end_of_record of " + record.source() + "; it was cut off");
        }
    }

    private void add(String line) throws UnreadableReportException {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.equals("end_of_record")) {
            end();
            return;
        }
        int colon = line.indexOf(':');
        if (colon < 0 || !OTHER_RECORD.matcher(line).matches()) {
            throw wrong(line);
        }
        String kind = line.substring(0, colon);
        String value = line.substring(colon + 1);
        switch (kind) {
            case "TN", "VER" -> {}
            case "SF" -> {
                end();
                if (value.isBlank()) {
                    throw wrong(line);
                }
                record = new LcovRecord(value.strip(), code.file(paths.name(value)));
            }
            default -> {
                if (record == null) {
                    throw new UnreadableReportException(
                            name + ":" + number + " has ‘" + shown(line) + "’ before the name of a source file (SF:)");
                }
                try {
                    add(record, kind, value);
                } catch (IllegalArgumentException e) {
                    throw wrong(line);
                }
            }
        }
    }

    private void end() {
        if (record != null) {
            record.end();
            record = null;
        }
    }

    private static void add(LcovRecord record, String kind, String value) {
        switch (kind) {
            case "DA" -> {
                String[] parts = parts(value, 2, 3);
                record.line(lineOf(parts[0]), ran(parts[1]));
            }
            case "BRDA" -> branch(record, value);
            case "FN" -> {
                String[] parts = parts(value, 2, 3);
                // Version 2 has the last line, too; a name may have commas of its own.
                boolean last = parts.length == 3 && NUMBER.matcher(parts[1]).matches();
                record.function(lineOf(parts[0]), last ? parts[2] : value.substring(value.indexOf(',') + 1));
            }
            case "FNDA" -> {
                String[] parts = parts(value, 2, 2);
                record.calls(parts[1], ran(parts[0]));
            }
            case "FNL" -> record.indexed(parts(value, 2, 3)[0], lineOf(parts(value, 2, 3)[1]));
            case "FNA" -> {
                String[] parts = parts(value, 2, 3);
                record.indexedCalls(parts[0], ran(parts[1]));
            }
            case "MCDC" -> {
                // line, size of the group, sense, how often taken, index, expression
                String[] parts = parts(value, 5, 6);
                record.condition(
                        lineOf(parts[0]),
                        String.join(",", parts[1], parts[2], parts[4]),
                        !taken(parts[3]).equals("0"));
            }
            case "LF", "LH", "BRF", "BRH", "FNF", "FNH", "MCF", "MCH" -> record.sum(kind, Counts.parse(value));
            default -> {
                // A record of a later version.
            }
        }
    }

    /** {@code line,block,branch,taken}, where a branch may be an expression with commas, and taken is - if the line never ran. */
    private static void branch(LcovRecord record, String value) {
        int last = value.lastIndexOf(',');
        String[] parts = parts(value.substring(0, Math.max(0, last)), 3, 3);
        record.branch(lineOf(parts[0]), parts[1] + "," + parts[2], ran(taken(value.substring(last + 1))));
    }

    private static String taken(String text) {
        return text.strip().equals("-") ? "0" : text.strip();
    }

    private static boolean ran(String count) {
        return Counts.parse(count) > 0;
    }

    private static int lineOf(String text) {
        return Integer.parseInt(text.strip());
    }

    private static String[] parts(String value, int fewest, int most) {
        String[] parts = value.split(",", most);
        if (parts.length < fewest) {
            throw new IllegalArgumentException(value);
        }
        return parts;
    }

    private UnreadableReportException wrong(String line) {
        return new UnreadableReportException(
                name + ":" + number + " has ‘" + shown(line) + "’, which is no LCOV record");
    }

    private static String shown(String line) {
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
