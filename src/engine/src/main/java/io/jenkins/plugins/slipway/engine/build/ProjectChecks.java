package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.build.source.NamedFiles;
import io.jenkins.plugins.slipway.engine.build.source.SourceFindings;
import io.jenkins.plugins.slipway.engine.build.tool.RuntimeVersion;
import io.jenkins.plugins.slipway.engine.build.tool.ToolVersions;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problem.Severity;
import io.jenkins.plugins.slipway.engine.config.reading.ProjectPlaces;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a project declares with its files and with this machine. Nothing of the project is run. */
public final class ProjectChecks {
    private final BuildRequest request;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable ProjectPlaces places;

    private ProjectChecks(BuildRequest request) {
        this.request = request;
    }

    /**
     * Everything that is wrong or doubtful, errors first.
     *
     * @param home the state home, where answers of the machine's tools are kept; it need not be there
     */
    public static List<Problem> of(BuildRequest request, ProcessRunner runner, Path home) {
        ProjectChecks checks = new ProjectChecks(request);
        try {
            ToolVersions versions = ToolVersions.of(request.directory(), request.caller(), runner, home);
            SourceFindings findings = new SourceFindings(request.directory(), request.caller());
            for (ApplicationConfig application : Preparation.chosen(request)) {
                checks.runtime(application, versions);
                checks.credentials(application, Severity.WARNING);
                if (Files.isDirectory(request.directory().resolve(application.root()))) {
                    checks.sources(application, findings);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The project in " + request.directory() + " cannot be looked at: " + e.getMessage(), e);
        }
        return checks.problems.stream()
                .sorted(Comparator.comparing(Problem::severity))
                .toList();
    }

    /** @throws InvalidConfigException if the machine has another runtime than one that is declared strictly */
    static void requireRuntimes(BuildRequest request, ToolVersions versions) throws IOException {
        ProjectChecks checks = new ProjectChecks(request);
        for (ApplicationConfig application : Preparation.chosen(request)) {
            if (RuntimeVersion.isStrict(application)) {
                checks.runtime(application, versions);
            }
        }
        if (!checks.problems.isEmpty()) {
            throw new InvalidConfigException(checks.problems);
        }
    }

    /** @throws InvalidConfigException if credentials that one of the applications is to have are not there */
    static void requireCredentials(BuildRequest request, List<ApplicationConfig> applications) {
        ProjectChecks checks = new ProjectChecks(request);
        applications.forEach(application -> checks.credentials(application, Severity.ERROR));
        if (!checks.problems.isEmpty()) {
            throw new InvalidConfigException(checks.problems);
        }
    }

    private void runtime(ApplicationConfig application, ToolVersions versions) throws IOException {
        boolean strict = RuntimeVersion.isStrict(application);
        RuntimeVersion.differs(application, versions)
                .ifPresent(
                        how -> add(
                                strict ? Severity.ERROR : Severity.WARNING,
                                ProjectPlaces.pointer(application.name(), "type"),
                                "runtime-version",
                                "‘" + application.type() + "’ is declared, and " + how,
                                strict
                                        ? "put the declared version on PATH, declare the one that is there, or take ‘runtime: strict’ back"
                                        : "put the declared version on PATH, or declare the one that is there; ‘runtime: strict’ makes this an error"));
    }

    private void credentials(ApplicationConfig application, Severity severity) {
        Credentials.lacks(application, request.caller())
                .forEach((index, lack) -> add(
                        severity,
                        ProjectPlaces.pointer(application.name(), "build", "credentials", String.valueOf(index)),
                        "credentials",
                        lack.what(),
                        lack.next()));
    }

    private void sources(ApplicationConfig application, SourceFindings findings) throws IOException {
        var pointers = findings.pointers(application);
        if (!pointers.isEmpty()) {
            add(
                    Severity.WARNING,
                    ProjectPlaces.pointer(application.name()),
                    "large-file-pointer",
                    NamedFiles.of(pointers) + (pointers.size() == 1 ? " is" : " are")
                            + " only a pointer to what Git LFS keeps, and would be built as such",
                    "run ‘git lfs pull’");
        }
        List<String> submodules = findings.submodules(application);
        if (!submodules.isEmpty()) {
            add(
                    Severity.WARNING,
                    ProjectPlaces.pointer(application.name()),
                    "submodule",
                    (submodules.size() == 1 ? "submodule ‘" : "submodules ‘") + String.join("’, ‘", submodules)
                            + (submodules.size() == 1 ? "’ is" : "’ are") + " not checked out",
                    "run ‘git submodule update --init --recursive’");
        }
        findings.hidden(application)
                .forEach((mount, files) -> add(
                        Severity.WARNING,
                        ProjectPlaces.pointer(application.name(), "mounts"),
                        "hidden-by-mount",
                        NamedFiles.of(files) + " of the sources will not be seen at run time, as the mount ‘" + mount
                                + "’ lies over them",
                        "put them elsewhere and copy them by the deploy hook, or move the mount"));
    }

    private void add(Severity severity, String pointer, String rule, String message, String next) {
        if (places == null) {
            places = ProjectPlaces.of(request.directory());
        }
        problems.add(places.problem(severity, pointer, rule, message, next));
    }
}
