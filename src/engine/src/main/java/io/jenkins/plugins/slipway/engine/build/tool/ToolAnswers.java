package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tools said, by program and stamp, in a file. A file that cannot be used only costs time. */
final class ToolAnswers {
    private static final int MOST = 200;

    private final @Nullable Path file;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private boolean changed;

    private ToolAnswers(@Nullable Path file) {
        this.file = file;
    }

    static ToolAnswers in(@Nullable Path file) {
        ToolAnswers answers = new ToolAnswers(file);
        try {
            if (file != null && Files.isRegularFile(file)) {
                for (String record :
                        Files.readString(file, StandardCharsets.UTF_8).split("\0")) {
                    String[] parts = record.split("\t", 3);
                    if (parts.length == 3) {
                        answers.versions.put(parts[0], parts[1] + "\t" + parts[2]);
                    }
                }
            }
        } catch (IOException e) {
            answers.versions.clear();
        }
        return answers;
    }

    /** The version, unless the program is another one than it was. */
    @Nullable
    String get(Path program, String stamp) {
        String known = versions.getOrDefault(program.toString(), "");
        int tab = known.indexOf('\t');
        return !stamp.equals(ToolStamp.NONE)
                        && tab > 0
                        && known.substring(tab + 1).equals(stamp)
                ? known.substring(0, tab)
                : null;
    }

    void put(Path program, String stamp, String version) {
        if (!stamp.equals(ToolStamp.NONE) && program.toString().indexOf('\t') < 0) {
            versions.put(program.toString(), version + "\t" + stamp);
            changed = true;
        }
    }

    void save() {
        if (!changed || file == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        versions.entrySet().stream()
                .skip(Math.max(0, versions.size() - MOST))
                .forEach(each -> text.append(each.getKey())
                        .append('\t')
                        .append(each.getValue())
                        .append('\0'));
        try {
            PrivateFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // They are asked again the next time.
            return;
        }
    }
}
