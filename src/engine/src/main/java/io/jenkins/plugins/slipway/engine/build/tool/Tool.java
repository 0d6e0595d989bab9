package io.jenkins.plugins.slipway.engine.build.tool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of the machine whose version may change what a build makes.
 *
 * @param name as it stands in the key and in messages
 * @param question the arguments that make it say its version
 * @param version finds the version in what it says, as the first group
 * @param with names of others that work whenever this one does
 */
public record Tool(String name, List<String> question, Pattern version, List<String> with) {
    private static final Pattern USUAL = Pattern.compile("(?<![\\w.-])(?:v|go)?(\\d+(?:[.]\\d+)*+(?:[-+._]?\\w+)*+)");
    private static final Pattern ELIXIR = Pattern.compile("Elixir (\\S+)");
    private static final Pattern NUMBERED = Pattern.compile("([a-z+]+?)-?(\\d+(?:[.]\\d+)*+)");
    private static final Map<String, Tool> KNOWN = new LinkedHashMap<>();

    static {
        add("--version", "node", "python3", "python", "python2", "php", "ruby", "rustc", "dotnet", "deno", "bun");
        add("--version", "gcc", "g++", "cc", "c++", "clang", "clang++", "make", "cmake", "ninja", "meson");
        add("--version", "perl", "Rscript", "julia", "ghc", "ocaml", "swift", "kotlinc", "protoc", "git", "sbcl");
        add("--version", "uv", "poetry", "pipenv", "conda", "pandoc", "sass", "git-lfs", "bazel");
        with("--version", "node", "npm", "npx", "yarn", "pnpm", "pnpx");
        with("--version", "python3", "pip", "pip3");
        with("--version", "php", "composer");
        with("--version", "ruby", "gem", "bundle", "bundler", "rake", "jekyll");
        with("--version", "rustc", "cargo");
        with("--version", "javac", "mvn", "gradle", "sbt");
        with("-version", "javac", "ant");
        with("-version", "java", "javac");
        add("-version", "java");
        add("version", "go", "hugo", "zig");
        KNOWN.put("erl", new Tool("erl", List.of("-noshell", "-eval", erlang()), USUAL, List.of()));
        KNOWN.put("elixir", new Tool("elixir", List.of("--version"), ELIXIR, List.of("erl")));
        KNOWN.put("mix", new Tool("mix", List.of("--version"), Pattern.compile("Mix (\\S+)"), List.of("elixir")));
    }

    private static final Map<String, List<String>> RUNTIMES = Map.of(
            "nodejs", List.of("node"),
            "python", List.of("python3"),
            "php", List.of("php"),
            "ruby", List.of("ruby"),
            "java", List.of("java", "javac"),
            "golang", List.of("go"),
            "rust", List.of("rustc", "cargo"),
            "dotnet", List.of("dotnet"),
            "elixir", List.of("elixir"));

    private static String erlang() {
        return "io:format(\"~s~n\", [erlang:system_info(otp_release)]), halt().";
    }

    private static void add(String question, String... names) {
        Arrays.stream(names).forEach(name -> KNOWN.put(name, new Tool(name, List.of(question), USUAL, List.of())));
    }

    private static void with(String question, String other, String... names) {
        Arrays.stream(names).forEach(name -> KNOWN.put(name, new Tool(name, List.of(question), USUAL, List.of(other))));
    }

    /** The tool that a word of a script names, be it with a version as in {@code python3.11}; none if the word names no tool. */
    public static Optional<Tool> named(String word) {
        Tool known = KNOWN.get(word);
        if (known != null) {
            return Optional.of(known);
        }
        Matcher numbered = NUMBERED.matcher(word);
        Tool base = numbered.matches() ? KNOWN.get(numbered.group(1)) : null;
        return Optional.ofNullable(base).map(tool -> new Tool(word, tool.question(), tool.version(), tool.with()));
    }

    /**
     * What a declared type stands for, the one whose version is declared first; empty if that cannot be asked for.
     *
     * @param type such as {@code nodejs:20}
     */
    static List<Tool> ofType(String type) {
        String language = type.replaceFirst(":.*", "");
        List<String> names =
                type.startsWith("python:2") ? List.of("python2") : RUNTIMES.getOrDefault(language, List.of());
        return names.stream().map(Tool::named).flatMap(Optional::stream).toList();
    }
}
