package io.jenkins.plugins.slipway.engine.build.source;

import com.google.re2j.Pattern;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files of the sources are left out of a build, in the patterns of {@code .gitignore}: of those that match a file or a folder
 * above it, the last one counts. Names are as in {@link io.jenkins.plugins.slipway.engine.artifact.FileNames}.
 */
final class IgnoreRules {
    /** What tells other programs about the repository, and means nothing to what is built from it. */
    static final List<String> USUAL = List.of(
            "/.github/",
            "/.gitlab/",
            "/.gitlab-ci.yml",
            "/.circleci/",
            "/.travis.yml",
            "/azure-pipelines.yml",
            "/bitbucket-pipelines.yml",
            "/Jenkinsfile",
            "/.idea/",
            "/.vscode/");

    private final boolean declared;
    private final List<String> written;
    private final List<Rule> rules;

    private record Rule(Pattern pattern, boolean ignores) {}

    private IgnoreRules(boolean declared, List<String> written) {
        this.declared = declared;
        this.written = written;
        this.rules = written.stream().map(IgnoreRules::rule).toList();
    }

    /** The usual ones and those of {@code source.ignore} after them; an empty list there switches the usual ones off. */
    static IgnoreRules of(ApplicationConfig application) {
        var declared = application.section().path("source").path("ignore");
        List<String> all = new ArrayList<>(declared.isArray() && declared.isEmpty() ? List.of() : USUAL);
        declared.values().forEach(pattern -> all.add(pattern.asString("")));
        return new IgnoreRules(application.section().path("source").has("ignore"), List.copyOf(all));
    }

    /** Whether the application says anything of its own. */
    boolean isDeclared() {
        return declared;
    }

    /** For comparison with others: equal rules have equal texts. */
    String text() {
        return String.join("\n", written);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    boolean ignores(String path) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).pattern().matches(path)) {
                return rules.get(i).ignores();
            }
        }
        return false;
    }

    private static Rule rule(String line) {
        boolean back = line.startsWith("!");
        String text =
                new String(line.substring(back ? 1 : 0).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        boolean folder = text.endsWith("/");
        String body = folder ? text.substring(0, text.length() - 1) : text;
        boolean anchored = body.indexOf('/') >= 0;
        body = body.startsWith("/") ? body.substring(1) : body.startsWith("./") ? body.substring(2) : body;
        String regex = (anchored ? "" : "(?:.*/)?") + regex(body) + (folder ? "/.*" : "(?:/.*)?");
        return new Rule(Pattern.compile(regex, Pattern.DOTALL), !back);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean segment = i == 0 || glob.charAt(i - 1) == '/';
            if (segment && glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (segment && glob.substring(i).equals("**")) {
                regex.append(".+");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', i + 2) > 0) {
                int end = glob.indexOf(']', i + 2);
                String inside = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
                regex.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
                i = end;
            } else {
                char literal = c == '\\' && i + 1 < glob.length() ? glob.charAt(++i) : c;
                regex.append(Pattern.quote(String.valueOf(literal)));
            }
        }
        return regex.toString();
    }
}
