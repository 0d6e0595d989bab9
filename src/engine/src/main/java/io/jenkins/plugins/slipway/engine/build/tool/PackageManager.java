package io.jenkins.plugins.slipway.engine.build.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The languages whose global packages a build installs, each by its own package manager, as the platforms do. */
public enum PackageManager {
    NODEJS("nodejs", List.of("node", "npm"), "node --version; npm --version", "NPM_CONFIG_", PackageManager::npm),
    PYTHON3("python3", List.of("python3"), "python3 --version; python3 -m pip --version", "PIP_", PackageManager::pip),
    PYTHON2("python2", List.of("python2"), "python2 --version; python2 -m pip --version", "PIP_", PackageManager::pip),
    PHP("php", List.of("php", "composer"), "php --version; composer --version", "COMPOSER_", ComposerProject::script),
    RUBY("ruby", List.of("ruby", "gem"), "ruby --version; gem --version", "GEM_", PackageManager::gem);

    private static final Pattern CARET = Pattern.compile("\\^\\s*(\\d+)((?:\\.\\d+)*+)");
    private static final Pattern PLAIN = Pattern.compile("\\d[\\w.+!-]*(\\.\\*)?");

    private final String key;
    private final List<String> programs;
    private final String versions;
    private final String settings;
    private final BiFunction<PackageManager, JsonNode, String> script;

    PackageManager(
            String key,
            List<String> programs,
            String versions,
            String settings,
            BiFunction<PackageManager, JsonNode, String> script) {
        this.key = key;
        this.programs = programs;
        this.versions = versions;
        this.settings = settings;
        this.script = script;
    }

    /** The one for a key of {@code dependencies}. Python means the one that is maintained. */
    static Optional<PackageManager> of(String key) {
        String meant = key.equals("python") ? PYTHON3.key : key;
        return Arrays.stream(values())
                .filter(manager -> manager.key.equals(meant))
                .findFirst();
    }

    /** As it is written below {@code dependencies}. */
    public String key() {
        return key;
    }

    /** What it needs on the machine. */
    List<String> programs() {
        return programs;
    }

    /** A script that says which versions of the programs are there, on standard output. */
    public String versions() {
        return versions;
    }

    /** How the variables begin that may change what it installs. */
    public String settings() {
        return settings;
    }

    /**
     * A script that installs the packages into {@code $SLIPWAY_GLOBAL}. Nothing in there may hold that folder's own path, as it
     * has another one on another machine.
     *
     * @param packages as declared
     */
    public String install(JsonNode packages) {
        StringBuilder checks = new StringBuilder();
        // Some package managers take a file that is not there for an empty package.
        DeclaredPackages.versions(packages).values().stream()
                .filter(DeclaredPackages::isLocal)
                .forEach(version -> {
                    String path = DeclaredPackages.quoted(List.of(DeclaredPackages.path(version)));
                    checks.append(
                            "[ -e " + path + " ] || { echo " + path + "': not among the sources' >&2; exit 1; }\n");
                });
        return checks + script.apply(this, packages);
    }

    private static String npm(PackageManager manager, JsonNode packages) {
        List<String> words = new ArrayList<>();
        DeclaredPackages.versions(packages)
                .forEach((name, version) -> words.add(version.isEmpty() ? name : name + "@" + version));
        return "if [ -f .npmrc ] && [ -e \"$HOME/.npmrc\" ]; then set -- --globalconfig .npmrc\n"
                + "elif [ -f .npmrc ]; then set -- --userconfig .npmrc; fi\n"
                + "npm install --global --prefix \"$SLIPWAY_GLOBAL\" --install-links --no-audit --no-fund"
                + " --no-update-notifier \"$@\" -- " + DeclaredPackages.quoted(words) + "\n";
    }

    private static String pip(PackageManager manager, JsonNode packages) {
        List<String> words = new ArrayList<>();
        DeclaredPackages.versions(packages).forEach((name, version) -> words.add(requirement(name, version)));
        return "PYTHONUSERBASE=\"$SLIPWAY_GLOBAL\" " + manager.programs.get(0)
                + " -m pip install --user --no-warn-script-location --disable-pip-version-check --no-input"
                + " --progress-bar off -- " + DeclaredPackages.quoted(words) + "\n"
                // The interpreter may lie elsewhere on the machine that runs this.
                + "for program in \"$SLIPWAY_GLOBAL\"/bin/*; do\n"
                + "  if [ -f \"$program\" ]; then sed -i '1s|^#!/.*/python[0-9.]*|#!/usr/bin/env "
                + manager.programs.get(0) + "|' \"$program\"; fi\n"
                + "done\n";
    }

    /** The platforms write plain versions where pip wants a comparison, and some write npm's caret. */
    private static String requirement(String name, String version) {
        Matcher caret = CARET.matcher(version);
        if (version.isEmpty() || version.equals("*") || version.equals("latest")) {
            return name;
        }
        if (caret.matches()) {
            return name + ">=" + caret.group(1) + caret.group(2) + ",==" + caret.group(1) + ".*";
        }
        if (DeclaredPackages.isLocal(version)) {
            return DeclaredPackages.path(version);
        }
        return PLAIN.matcher(version).matches() ? name + "==" + version : name + version;
    }

    private static String gem(PackageManager manager, JsonNode packages) {
        StringBuilder script = new StringBuilder();
        SortedMap<String, String> versions = DeclaredPackages.versions(packages);
        versions.forEach((name, version) -> {
            Matcher caret = CARET.matcher(version);
            String wanted = caret.matches() ? "~> " + caret.group(1) + ".0" : version;
            boolean local = DeclaredPackages.isLocal(version);
            boolean any = version.isEmpty() || version.equals("*") || version.equals("latest");
            script.append("gem install --no-document --env-shebang --install-dir \"$SLIPWAY_GLOBAL\" --bindir"
                            + " \"$SLIPWAY_GLOBAL/bin\" ")
                    .append(
                            local
                                    ? "--local "
                                    : any ? "" : "--version " + DeclaredPackages.quoted(List.of(wanted)) + " ")
                    .append(DeclaredPackages.quoted(List.of(local ? DeclaredPackages.path(version) : name)))
                    .append('\n');
        });
        // Downloads and logs of the installation, which are never read again.
        return script.append(
                        "rm -rf \"$SLIPWAY_GLOBAL/cache\" \"$SLIPWAY_GLOBAL/doc\" \"$SLIPWAY_GLOBAL/build_info\"\n")
                .toString();
    }
}
