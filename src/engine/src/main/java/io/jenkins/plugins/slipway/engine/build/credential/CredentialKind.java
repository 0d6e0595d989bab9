package io.jenkins.plugins.slipway.engine.build.credential;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where users keep what package managers need for private indexes, and where those look for it below their home. */
public enum CredentialKind {
    NPM(item(".npmrc", "$NPM_CONFIG_USERCONFIG", "$npm_config_userconfig", "~/.npmrc")),
    YARN(
            item(".yarnrc.yml", "~/.yarnrc.yml"),
            item(".yarnrc", "~/.yarnrc"),
            item(".npmrc", "$NPM_CONFIG_USERCONFIG", "$npm_config_userconfig", "~/.npmrc")),
    PIP(item(
            ".config/pip/pip.conf",
            "$PIP_CONFIG_FILE",
            "$XDG_CONFIG_HOME/pip/pip.conf",
            "~/.config/pip/pip.conf",
            "~/.pip/pip.conf")),
    MAVEN(
            item(".m2/settings.xml", "~/.m2/settings.xml"),
            item(".m2/settings-security.xml", "~/.m2/settings-security.xml")),
    GRADLE(item(".gradle/gradle.properties", "$GRADLE_USER_HOME/gradle.properties", "~/.gradle/gradle.properties")),
    COMPOSER(item(
            ".composer/auth.json",
            "$COMPOSER_HOME/auth.json",
            "$XDG_CONFIG_HOME/composer/auth.json",
            "~/.config/composer/auth.json",
            "~/.composer/auth.json")),
    BUNDLER(item(".bundle/config", "$BUNDLE_USER_CONFIG", "~/.bundle/config")),
    CARGO(
            item(
                    ".cargo/credentials.toml",
                    "$CARGO_HOME/credentials.toml",
                    "~/.cargo/credentials.toml",
                    "~/.cargo/credentials"),
            item(".cargo/config.toml", "$CARGO_HOME/config.toml", "~/.cargo/config.toml", "~/.cargo/config")),
    GO(item(".netrc", "$NETRC", "~/.netrc"), item(".config/go/env", "$GOENV", "~/.config/go/env"));

    /** Composer takes the content of its file from there, too. */
    static final String COMPOSER_AUTH = "COMPOSER_AUTH";

    private final List<Item> items;

    CredentialKind(Item... items) {
        this.items = List.of(items);
    }

    /**
     * One file.
     *
     * @param place below the home that the build sees
     * @param candidates where it may be, the first that is there: below the user's home, or as a variable says
     */
    private record Item(String place, List<String> candidates) {
        Optional<Path> find(Map<String, String> caller) {
            return candidates.stream()
                    .map(candidate -> resolve(candidate, caller))
                    .flatMap(Optional::stream)
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    private static Item item(String place, String... candidates) {
        return new Item(place, List.of(candidates));
    }

    /** As it is declared. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CredentialKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** The user's files by the place where the build sees them; empty if there are none. */
    Map<String, Path> find(Map<String, String> caller) {
        Map<String, Path> found = new LinkedHashMap<>();
        items.forEach(item -> item.find(caller).ifPresent(file -> found.put(item.place(), file)));
        return found;
    }

    /** Where a user is expected to keep the first of them, for messages. */
    String expected(Map<String, String> caller) {
        return items.get(0).candidates().stream()
                .map(candidate -> resolve(candidate, caller))
                .flatMap(Optional::stream)
                .map(Path::toString)
                .findFirst()
                .orElse("~/" + items.get(0).place());
    }

    private static Optional<Path> resolve(String candidate, Map<String, String> caller) {
        String[] parts = candidate.split("/", 2);
        String base = caller.getOrDefault(parts[0].equals("~") ? "HOME" : parts[0].replaceFirst("^\\$", ""), "");
        if (!base.startsWith("/")) {
            return Optional.empty();
        }
        return Optional.of(parts.length == 1 ? Path.of(base) : Path.of(base, parts[1]));
    }

    /** The declared names, for messages. */
    static List<String> keys() {
        return Arrays.stream(values()).map(CredentialKind::key).toList();
    }
}
