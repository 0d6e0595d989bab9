package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in the words of steps and pages what the command says in its own. Whoever reads its advice in Jenkins has no terminal: a verb
 * becomes the step that does the same, one that no step does becomes the page that does or shows it, and an option becomes the step's.
 */
final class StepWords {
    private static final String PAGE = "the page ‘Environments’ of the job";
    private static final Pattern ADVICE =
            Pattern.compile("(by |with )?‘slipway ([^’]*)’|with ‘--home’( or SLIPWAY_HOME)?|‘(--[a-z][^’]*)’");
    private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]*)(?:[ =]([^-\\s]\\S*))?");

    /** Names of options of the command by what the steps call them. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("--release", "release"),
            Map.entry("--to", "to"),
            Map.entry("--data", "data"),
            Map.entry("--reason", "reason"),
            Map.entry("--wait", "wait"),
            Map.entry("--timeout", "timeout"),
            Map.entry("--app", "app"),
            Map.entry("--dir", "dir"),
            Map.entry("--project", "project"),
            Map.entry("--fail-on", "failOn"),
            Map.entry("--rule", "qualityGates"),
            Map.entry("--secret", "credentials"));

    private static final Map<String, String> SWITCHES =
            Map.of("--no-reuse", "reuse: false", "--dry-run", "dryRun: true");

    private static final Map<String, String> STEPS =
            Map.of("build", "buildApp", "deploy", "deployEnv", "gate", "qualityGate", "rollback", "rollback");

    private StepWords() {}

    /** The text with all of the command's advice replaced; as it is if there is none. */
    @NonNull
    static String of(@NonNull String text) {
        if (!text.contains("‘slipway ") && !text.contains("‘--")) {
            return text;
        }
        Matcher advice = ADVICE.matcher(text);
        StringBuilder said = new StringBuilder();
        while (advice.find()) {
            boolean begins = text.substring(0, advice.start()).matches("(?s)|.*[.:] ");
            String words = advice.group(2) != null
                    ? words(advice.group(2), advice.group(1))
                    : advice.group(4) != null
                            ? "‘" + String.join(", ", options(advice.group(4))) + "’"
                            : "by the root folder of the agent";
            advice.appendReplacement(said, Matcher.quoteReplacement(begins ? capital(words) : words));
        }
        return advice.appendTail(said).toString();
    }

    private static String words(String command, String preposition) {
        List<String> words = List.of(command.trim().split("\\s+"));
        String step = STEPS.get(words.get(0));
        if (words.contains("--help")) {
            return "the Snippet Generator";
        }
        if (step == null) {
            return (preposition == null ? "" : "on ") + PAGE;
        }
        List<String> arguments = new ArrayList<>();
        String rest = command.trim().substring(words.get(0).length()).trim();
        if (!rest.isEmpty() && !rest.startsWith("--")) {
            String environment = words.get(1);
            arguments.add("environment: '" + environment + "'");
            rest = rest.substring(environment.length()).trim();
        }
        arguments.addAll(options(rest));
        String given = String.join(", ", arguments);
        return (preposition == null ? "" : preposition) + "‘" + step + (given.isEmpty() ? "()" : " " + given) + "’";
    }

    private static List<String> options(String text) {
        List<String> options = new ArrayList<>();
        Matcher each = OPTION.matcher(text);
        while (each.find()) {
            String name = each.group(1);
            String value = each.group(2);
            String own = NAMES.get(name);
            if (own == null) {
                options.add(SWITCHES.getOrDefault(name, each.group()));
            } else if (value == null) {
                options.add(own);
            } else {
                options.add(own + ": " + (value.matches("\\d+") ? value : "'" + value + "'"));
            }
        }
        return options;
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
