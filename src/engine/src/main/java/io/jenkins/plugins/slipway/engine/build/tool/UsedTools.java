package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tools that an application's build really uses: those of its type, those of its first step and its global packages, and those
 * that its scripts name. Scripts are the build hook, the shell scripts of the sources that it names, and what {@code package.json},
 * {@code composer.json} and a {@code Makefile} say where their programs are named. A build that runs nothing uses nothing.
 */
public final class UsedTools {
    private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9_.+/-]+");
    private static final long LARGEST_SCRIPT = 256 << 10;
    private static final int MOST_SCRIPTS = 30;
    private static final Set<String> NODE = Set.of("npm", "npx", "yarn", "pnpm", "bun");

    private final Path root;
    private final Map<String, Tool> found = new LinkedHashMap<>();
    private final Set<Path> read = new HashSet<>();

    private UsedTools(Path root) {
        this.root = root;
    }

    /** @param root where the application's sources are */
    public static Collection<Tool> of(ApplicationConfig application, Path root) {
        UsedTools used = new UsedTools(root);
        Optional<Flavor> flavor = Flavor.of(application, root);
        List<Dependencies.Group> groups = Dependencies.of(application).groups();
        String hook = application.hooks().build();
        if (flavor.isEmpty() && groups.isEmpty() && hook == null) {
            return List.of();
        }
        if (application.type() != null) {
            Tool.ofType(application.type()).forEach(used::add);
        }
        groups.forEach(group -> used.words(group.manager().versions()));
        flavor.ifPresent(step -> used.words(step.script()));
        used.words(hook == null ? "" : hook);
        return used.found.values();
    }

    private void add(Tool tool) {
        if (found.putIfAbsent(tool.name(), tool) == null) {
            tool.with().forEach(other -> Tool.named(other).ifPresent(this::add));
            if (NODE.contains(tool.name())) {
                manifest("package.json");
            } else if (tool.name().equals("composer")) {
                manifest("composer.json");
            } else if (tool.name().equals("make")) {
                List.of("GNUmakefile", "makefile", "Makefile").forEach(name -> script(root.resolve(name), true));
            }
        }
    }

    private void words(String script) {
        for (String word : BETWEEN.split(script)) {
            if (word.isEmpty()) {
                continue;
            }
            Tool.named(word.substring(word.lastIndexOf('/') + 1)).ifPresent(this::add);
            if (!word.startsWith("/")) {
                script(root.resolve(word), false);
            }
        }
    }

    private void manifest(String name) {
        try {
            String text = text(root.resolve(name));
            if (!text.isEmpty()) {
                JsonMapper.shared().readTree(text).path("scripts").values().forEach(script -> words(script.toString()));
            }
        } catch (IOException | JacksonException e) {
            // Its own program says what is wrong with it.
            return;
        }
    }

    private void script(Path file, boolean known) {
        try {
            String text = text(file);
            if (known || text.startsWith("#!") || file.toString().endsWith(".sh")) {
                words(text);
            }
        } catch (IOException e) {
            // What cannot be read here cannot be run in the build either.
            return;
        }
    }

    /** Empty for what is none of the application's files, was read before, or is too large for a script. */
    private String text(Path file) throws IOException {
        Path plain = file.normalize();
        boolean worth = plain.startsWith(root.normalize())
                && Files.isRegularFile(plain)
                && Files.size(plain) <= LARGEST_SCRIPT
                && read.size() < MOST_SCRIPTS
                && plain.toRealPath().startsWith(root.toRealPath())
                && read.add(plain);
        return worth ? Files.readString(plain, StandardCharsets.ISO_8859_1) : "";
    }
}
