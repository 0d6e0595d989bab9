package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The global packages that an application asks for, language by language. */
public record Dependencies(List<Group> groups) {
    /**
     * The packages of one language.
     *
     * @param key as it is written below {@code dependencies}
     * @param packages as declared, never empty
     */
    public record Group(String key, PackageManager manager, JsonNode packages) {
        /** The names of the packages with their versions, for people. */
        public String describe() {
            return (packages.path("require").isObject()
                            ? Stream.concat(
                                    DeclaredPackages.versions(packages).entrySet().stream(),
                                    DeclaredPackages.versions(packages.path("require")).entrySet().stream())
                            : DeclaredPackages.versions(packages).entrySet().stream())
                    .map(entry -> entry.getValue().isEmpty() ? entry.getKey() : entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }

        /** Whether what is installed depends on the application's sources. */
        public boolean isLocal() {
            return DeclaredPackages.versions(packages).values().stream().anyMatch(DeclaredPackages::isLocal)
                    || packages.path("repositories").toString().contains("\"path\"");
        }
    }

    /** @throws BadInputException if a language is none that packages can be installed for */
    public static Dependencies of(ApplicationConfig application) {
        List<Group> groups = new ArrayList<>();
        application.section().path("dependencies").properties().forEach(entry -> {
            String where = "applications/" + application.name() + "/dependencies/" + entry.getKey();
            PackageManager manager = PackageManager.of(entry.getKey())
                    .orElseThrow(
                            () -> new BadInputException(
                                    where + ": ‘" + entry.getKey()
                                            + "’ is not a language that packages can be installed for. Use one of nodejs, php, python3, ruby"));
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                groups.add(new Group(entry.getKey(), manager, entry.getValue()));
            }
        });
        return new Dependencies(List.copyOf(groups));
    }
}
