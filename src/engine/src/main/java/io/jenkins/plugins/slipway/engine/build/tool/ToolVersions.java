package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Which versions of tools this machine has. A tool is asked once; after that its answer is kept as long as its files are the same. */
public final class ToolVersions {
    /** What stands for the version of a tool that does not say any. */
    static final String UNKNOWN = "unknown";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LONGEST_ANSWER = 64 << 10;

    private final ProcessRunner runner;
    private final @Nullable Path cache;
    private final String searchPath;
    private final Path project;
    private final Map<String, Installed> known = new HashMap<>();

    /** @param program as it is found first on the search path */
    public record Installed(Path program, String version) {}

    /**
     * @param cache file for the answers; null to keep none
     * @param searchPath as the build sees it
     * @param project the project's folder, none of whose programs is a tool of the machine
     */
    ToolVersions(ProcessRunner runner, @Nullable Path cache, String searchPath, Path project) {
        this.runner = runner;
        this.cache = cache;
        this.searchPath = searchPath;
        this.project = project;
    }

    /** As a build of that project would find them. Answers are kept in the home, where that is there already. */
    public static ToolVersions of(Path project, Map<String, String> caller, ProcessRunner runner, Path home)
            throws IOException {
        boolean enforced = runner.sandboxes() instanceof Availability.Enforced;
        return new ToolVersions(
                runner,
                Files.isDirectory(home) ? home.resolve("cache").resolve(".tools") : null,
                SearchPath.of(caller, enforced),
                project.toRealPath());
    }

    /** Those that are installed, by name. */
    public SortedMap<String, Installed> of(Collection<Tool> tools) throws IOException {
        Map<Tool, Path> open = new LinkedHashMap<>();
        SortedMap<String, Installed> result = new TreeMap<>();
        for (Tool tool : tools) {
            Installed before = known.get(tool.name());
            Optional<Path> program = before == null ? find(tool.name()) : Optional.empty();
            if (before != null) {
                result.put(tool.name(), before);
            } else if (program.isPresent()) {
                open.put(tool, program.get());
            }
        }
        if (!open.isEmpty()) {
            ToolAnswers answers = ToolAnswers.in(cache);
            Map<Tool, String> stamps = new LinkedHashMap<>();
            for (Map.Entry<Tool, Path> each : open.entrySet()) {
                String stamp = ToolStamp.of(each.getValue());
                String version = answers.get(each.getValue(), stamp);
                if (version == null) {
                    stamps.put(each.getKey(), stamp);
                } else {
                    result.put(each.getKey().name(), new Installed(each.getValue(), version));
                }
            }
            ask(stamps.keySet(), open).forEach((tool, version) -> {
                Path program = open.getOrDefault(tool, Path.of(tool.name()));
                result.put(tool.name(), new Installed(program, version));
                if (!version.equals(UNKNOWN)) {
                    answers.put(program, stamps.getOrDefault(tool, ""), version);
                }
            });
            answers.save();
            known.putAll(result);
        }
        return result;
    }

    private Optional<Path> find(String program) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(directory -> !directory.normalize().startsWith(project))
                .map(directory -> directory.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private Map<Tool, String> ask(Collection<Tool> tools, Map<Tool, Path> programs) throws IOException {
        Map<Tool, String> versions = new LinkedHashMap<>();
        if (tools.isEmpty()) {
            return versions;
        }
        Path folder = Files.createTempDirectory("slipway-tools");
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(tools.size(), 4));
        try {
            Map<Tool, Future<String>> asked = new LinkedHashMap<>();
            tools.forEach(tool -> asked.put(
                    tool, threads.submit(() -> ask(tool, programs.getOrDefault(tool, Path.of(tool.name())), folder))));
            for (Map.Entry<Tool, Future<String>> each : asked.entrySet()) {
                versions.put(each.getKey(), answer(each.getValue()));
            }
            return versions;
        } finally {
            threads.shutdownNow();
            FileTrees.delete(folder);
        }
    }

    private static String answer(Future<String> asked) throws IOException {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            // It does not start: as good as one that does not answer.
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Asking for versions of tools was interrupted");
        }
    }

    private String ask(Tool tool, Path program, Path folder) throws IOException, InterruptedException {
        Optional<String> written = JavaRelease.version(program);
        if (written.isPresent()) {
            return written.get();
        }
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(tool.question());
        // Not the caller's: what a build does not get must not decide which version counts.
        Map<String, String> environment = Map.of(
                "PATH", searchPath,
                "HOME", folder.toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "LC_ALL", "C",
                "npm_config_update_notifier", "false",
                "COMPOSER_ALLOW_SUPERUSER", "1",
                "DOTNET_NOLOGO", "1",
                "DOTNET_CLI_TELEMETRY_OPTOUT", "1",
                "DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1",
                "COREPACK_ENABLE_DOWNLOAD_PROMPT", "0");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Completion completion = runner.run(
                new Command(argv, folder, environment, PATIENCE, LONGEST_ANSWER, null),
                said::write,
                Cancellation.never());
        if (!completion.succeeded()) {
            return UNKNOWN;
        }
        Matcher version = tool.version().matcher(said.toString(StandardCharsets.UTF_8));
        return version.find() ? version.group(1) : UNKNOWN;
    }
}
