package io.jenkins.plugins.slipway.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recognises an application by its {@code package.json}. */
final class NodeProject {
    private static final String FILE = "package.json";
    private static final String USUAL = "22";
    private static final Pattern MAJOR = Pattern.compile("(\\d+)");

    private NodeProject() {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        if (!folder.has(FILE)) {
            return Optional.empty();
        }
        JsonNode manifest;
        try {
            manifest = JsonMapper.shared().readTree(folder.text(FILE));
        } catch (JacksonException e) {
            return Optional.empty();
        }
        Bundler bundler = Bundler.of(folder, manifest).orElse(null);
        String start = start(folder, manifest, bundler != null);
        if (start == null && bundler != null) {
            return Optional.of(built(folder, manifest, bundler));
        }
        List<String> notes = new ArrayList<>();
        StaticSite.Site site = null;
        if (start == null) {
            site = StaticSite.site(folder).orElse(null);
            if (site == null && manifest.path("workspaces").isContainer()) {
                return Optional.empty();
            }
            if (site == null) {
                notes.add("Nothing was found that starts a server: package.json has no script ‘start’.");
            }
        }
        return Optional.of(new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(FILE),
                "nodejs:" + version(folder, manifest),
                "none",
                site == null ? build(folder, manifest) : with(build(folder, manifest), site.build()),
                start,
                site,
                notes));
    }

    /** A site that a tool makes of sources. */
    private static DetectedApplication built(CandidateFolder folder, JsonNode manifest, Bundler bundler) {
        List<String> build = build(folder, manifest);
        if (!manifest.path("scripts").has("build")) {
            build.add(bundler.command());
        }
        List<String> notes = new ArrayList<>();
        notes.add("Served is what the build of " + bundler.name() + " leaves in " + bundler.output()
                + ", and no source.");
        if (bundler.singlePage()) {
            notes.add("If pages make addresses in the browser, add below index: passthru: /index.html");
        }
        boolean notFound = !bundler.singlePage() && folder.has("public/404.html");
        return new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(FILE),
                "nodejs:" + version(folder, manifest),
                "none",
                build,
                null,
                new StaticSite.Site(bundler.output(), List.of(), notFound),
                notes);
    }

    private static List<String> with(List<String> build, List<String> more) {
        List<String> both = new ArrayList<>(build);
        both.addAll(more);
        return both;
    }

    private static String version(CandidateFolder folder, JsonNode manifest) {
        for (String said : List.of(
                folder.text(".nvmrc"),
                folder.text(".node-version"),
                manifest.path("engines").path("node").asString(""))) {
            Matcher major = MAJOR.matcher(said);
            if (major.find()) {
                return major.group(1);
            }
        }
        return folder.installed("nodejs").orElse(USUAL);
    }

    private static List<String> build(CandidateFolder folder, JsonNode manifest) {
        List<String> lines = new ArrayList<>();
        boolean packages = !manifest.path("dependencies").isEmpty()
                || !manifest.path("devDependencies").isEmpty();
        boolean yarn = folder.has("yarn.lock");
        boolean pnpm = folder.has("pnpm-lock.yaml");
        if (folder.has("package-lock.json") || folder.has("npm-shrinkwrap.json")) {
            lines.add("npm ci");
        } else if (yarn) {
            lines.add("yarn install --frozen-lockfile");
        } else if (pnpm) {
            lines.add("pnpm install --frozen-lockfile");
        } else if (packages) {
            lines.add("npm install");
        }
        if (manifest.path("scripts").has("build")) {
            lines.add((yarn ? "yarn" : pnpm ? "pnpm" : "npm") + " run build");
        }
        return lines;
    }

    /** @param site whether a tool makes a site here: a file such as index.js is a source of it then */
    private static @Nullable String start(CandidateFolder folder, JsonNode manifest, boolean site) {
        String script = manifest.path("scripts").path("start").asString("");
        if (!script.isEmpty() && !Bundler.isForDevelopment(manifest, "start", site)) {
            // One process less between the host and the server, and signals reach it.
            return script.matches("node [^&|;<>$`]+") ? "exec " + script : "exec npm start";
        }
        String main = manifest.path("main").asString("");
        String file = !main.isEmpty() && folder.has(main) ? main : folder.first("server.js", "app.js", "index.js");
        if (site && file != null && !folder.text(file).contains(".listen(")) {
            return null;
        }
        return file == null ? null : "exec node " + file;
    }
}
