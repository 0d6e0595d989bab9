package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.PhpServer;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Files that are made from the configuration, before anything of the application runs.
 *
 * @param contents by path relative to the application
 * @param programs paths of those that are to be run
 */
record Generated(SortedMap<String, String> contents, SortedMap<String, String> programs) {
    /** PHP's settings: its own file in the sources first, then the declared ones. */
    static Generated of(ApplicationConfig application, Path sources) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        SortedMap<String, String> programs = new TreeMap<>();
        Map<String, JsonNode> settings = application.variables().getOrDefault("php", Map.of());
        if (application.language().equals("php")
                && Files.isRegularFile(sources.resolve("php.ini"), LinkOption.NOFOLLOW_LINKS)) {
            contents.put(
                    PlatformVariables.PHP_SETTINGS + "/10-application.ini",
                    Files.readString(sources.resolve("php.ini")));
        }
        if (PhpServer.isFor(application)) {
            contents.put(PhpServer.SCRIPT, PhpServer.script());
        }
        if (!settings.isEmpty()) {
            StringBuilder ini = new StringBuilder();
            settings.forEach((name, value) -> ini.append(name)
                    .append(" = \"")
                    .append(value.asString("").replace("\"", "\\\""))
                    .append("\"\n"));
            contents.put(PlatformVariables.PHP_SETTINGS + "/20-variables.ini", ini.toString());
        }
        if (application.language().equals("python")
                && !String.valueOf(application.type()).startsWith("python:2")) {
            // The platforms' images call it by both names; many machines only by the longer one.
            programs.put(PlatformVariables.GLOBAL_PROGRAMS + "/python", "#!/bin/sh\nexec python3 \"$@\"\n");
        }
        return new Generated(contents, programs);
    }

    boolean isEmpty() {
        return contents.isEmpty() && programs.isEmpty();
    }

    void write(Path sources) throws IOException {
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Files.writeString(parent(sources, file.getKey()), file.getValue());
        }
        for (Map.Entry<String, String> program : programs.entrySet()) {
            Path file = parent(sources, program.getKey());
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.writeString(file, program.getValue());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    /** Makes the folders above a file. A link among them could lead out of the sources. */
    private static Path parent(Path sources, String path) throws IOException {
        Path file = sources;
        for (Path name : Path.of(path)) {
            file = file.resolve(name);
            if (Files.isSymbolicLink(file)) {
                throw new BadInputException("‘" + sources.relativize(file)
                        + "’ is a link among the sources, where Slipway writes files. Remove it there");
            }
        }
        Files.createDirectories(file.resolveSibling("."));
        return file;
    }
}
