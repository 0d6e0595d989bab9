package io.jenkins.plugins.slipway.engine.gate;

import java.util.List;
import java.util.regex.Pattern;

/** How sentences call a command: by its first line that does something. */
final class CommandLabel {
    private static final int LONGEST = 80;
    private static final Pattern NOTHING_DONE = Pattern.compile("|#.*|set [-+].*");

    private CommandLabel() {}

    /** @param command without secrets: a part of one would not be recognised any more */
    static String of(String command) {
        List<String> lines = command.lines().map(String::strip).toList();
        String first = lines.stream()
                .filter(line -> !NOTHING_DONE.matcher(line).matches())
                .findFirst()
                .orElse(command.strip());
        boolean more = lines.stream().filter(line -> !line.isEmpty()).count() > 1;
        return first.length() > LONGEST ? first.substring(0, LONGEST).strip() + " …" : more ? first + " …" : first;
    }
}
