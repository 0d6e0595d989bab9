package io.jenkins.plugins.slipway.engine.config.problem;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The rules that problems name. Their names are stable: editors, reports and people's filters refer to them. */
public final class ProblemRules {
    private static final Map<String, String> HELP = new TreeMap<>();

    static {
        add("address", "A route has an address that the router can answer for, and a redirect leads to one.");
        add("and-more", "Of very many problems the first are shown; the others are counted.");
        add("archive", "‘!archive’ is followed by the path of a folder.");
        add("cleanup-on-production", "Data of an environment of type production is never cleaned up by a gate.");
        add("credentials", "A file of credentials that a build is to have is there and can be read.");
        add("cron-spec", "A cron's spec has five fields, as cron has them, with H for a number that is chosen once.");
        add("cycle", "Nothing refers to itself, be it an alias, an include, a parent or a requirement.");
        add(
                "dangling",
                "A name that refers to an application, service or environment is the name of one that is declared.");
        add("declared-twice", "An application, service or route is declared once, in one file.");
        add("duplicate-key", "A key stands once in its mapping; of two, one would be lost in silence.");
        add("empty", "A section that is written has at least one entry.");
        add(
                "expression",
                "An expression of a rule or redirect is one that can be searched for in linear time, as clients choose what it is searched in.");
        add("form", "A value has the form that its key asks for, such as a duration or a name.");
        add("hidden-by-mount", "No file of the sources lies where a mount is, as nobody sees it there.");
        add("large-file-pointer", "Files that Git LFS keeps are there with their content.");
        add("include", "‘!include’ says a path and one of the types string, binary, yaml and archive.");
        add("key-not-text", "A key is text. What begins with ‘{’ or ‘[’ needs quotes to be text.");
        add("merge-key", "The merge key ‘<<’ takes a mapping or a list of mappings.");
        add(
                "missing-file",
                "What ‘!include’ and ‘!archive’ name exists: below the file's folder, the application's root or the project.");
        add("missing-key", "A key that is required is there.");
        add("name", "A name becomes part of paths and host names, so it is plain.");
        add("no-application", "A project declares at least one application, and what is routed to leads to one.");
        add("no-command", "A cron has something to run.");
        add("no-directory", "A project is a directory that may be entered.");
        add("not-a-file", "A configuration file is a plain file.");
        add("not-allowed-here", "Some keys exclude each other.");
        add(
                "not-applied",
                "What is declared is applied on this machine. Of what is not, one line says what happens instead; it may stay for other targets.");
        add("not-text", "A configuration file is text in UTF-8, or in UTF-16 with a byte order mark.");
        add("no-route", "Where several applications serve the web, routes say which requests are whose.");
        add("number", "What is marked as a number is one.");
        add("number-loses-digits", "A version such as 1.10 is a number to YAML and loses its zero; quotes keep it.");
        add("out-of-range", "A number is within its range.");
        add(
                "outside",
                "A path of an application, mount or folder stays inside, and a mount is a folder below the application.");
        add("outside-project", "Nothing outside the project is read, whatever a path or a link says.");
        add(
                "redirect-target",
                "A redirect leads to a path or to an address of the web whose host the configuration says.");
        add("repeated", "A list names each entry once.");
        add("runtime-version", "The machine has the version of the runtime that an application declares.");
        add("schema", "The file follows its format's JSON Schema.");
        add("second-document", "A configuration file is one YAML document; of several, the first counts.");
        add("submodule", "Submodules are checked out.");
        add("syntax", "The file is YAML.");
        add("time-zone", "A time zone is one of the names that the machine's Java knows.");
        add("too-deep", "Values nest no deeper than any configuration needs.");
        add("too-large", "A configuration file has at most 1 MiB, all together have 16 MiB and are at most 1,000.");
        add("too-long", "A key has at most 1,000 characters.");
        add("too-many-keys", "A mapping has no more keys than it may have.");
        add("too-many-values", "Aliases and includes do not make a configuration grow without bounds.");
        add(
                "too-many-expressions",
                "The expressions that one request can be tried with have 10,000 steps together at most.");
        add("two-primaries", "One route at most is the primary one.");
        add("type", "A value is of a type that its key takes: text, a number, true or false, a list or a mapping.");
        add(
                "unknown-key",
                "A key is one that the format knows. Others are mostly misspelt or indented wrongly, and would do nothing.");
        add("unknown-tag", "The tags ‘!include’, ‘!archive’ and ‘!file’ are known, and no others.");
        add("unknown-target", "A target is ‘local’ or a kind of place that is installed, with its section.");
        add("same-place", "Two environments or two targets never lead to the same remote place.");
        add("unknown-type", "The type of an application or a service is one that the platforms have.");
        add("unknown-value", "A value is one of those that its key knows.");
        add("unreadable", "A configuration file may be read by the user who runs the command.");
        add("url-path", "The path of a location, route or redirect is one that a request can have.");
    }

    private ProblemRules() {}

    /** What each rule asks for, by the rule's name, in the order of names. */
    public static Map<String, String> help() {
        return Collections.unmodifiableMap(HELP);
    }

    /** The name itself, if it is the name of a rule. */
    public static String require(String rule) {
        if (!HELP.containsKey(rule)) {
            throw new IllegalArgumentException("the rule " + rule + " has no help text");
        }
        return rule;
    }

    private static void add(String rule, String help) {
        HELP.put(rule, help);
    }
}
