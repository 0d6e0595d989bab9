package io.jenkins.plugins.slipway.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A tool that makes a site of sources: the folder that its build fills is what is to be served, never the sources beside it, and the
 * server that its {@code start} script usually means is for the one who writes them.
 *
 * @param name for people
 * @param output the folder that the build fills, relative to the application
 * @param command the build where package.json has no script for it
 * @param singlePage whether pages often make addresses in the browser that no file has
 */
record Bundler(String name, String output, String command, boolean singlePage) {
    /** Scripts that serve sources while they are written. */
    private static final Pattern FOR_DEVELOPMENT = Pattern.compile(
            "(?:^|.*[&|;]\\s*|.*\\s)(?:npx\\s+|cross-env\\s+.*\\s)?(?:vite(?:\\s+(?:dev|serve|preview)\\b.*|\\s+-.*|\\s*)"
                    + "|(?:react-scripts|react-app-rewired|craco|preact|gatsby|docusaurus|ember|quasar|ionic|nuxt|nuxi|next|astro|ng"
                    + "|vue-cli-service|svelte-kit|vitepress|vuepress|umi|expo)\\s+(?:start|serve|s|dev|develop|preview|watch)\\b.*"
                    + "|parcel\\s+(?!build\\b).*|parcel|webpack(?:-dev-server|\\s+serve|\\s+.*--watch|-cli\\s+serve)\\b.*"
                    + "|(?:npx\\s+)?(?:@11ty/)?eleventy\\b.*--(?:serve|watch)\\b.*|(?:rollup|esbuild)\\b.*(?:--watch|-w|--serve)\\b.*"
                    + "|hugo\\s+serve(?:r)?\\b.*|(?:live-server|lite-server|browser-sync)\\b.*)");

    /** Serves any folder: beside a tool that makes one, that folder is served as files. */
    private static final Pattern OF_FILES = Pattern.compile("(?:npx\\s+)?(?:http-server|serve)\\b[^&|;]*");

    /** A script that runs another one. */
    private static final Pattern ANOTHER =
            Pattern.compile("(?:npm|yarn|pnpm|bun)(?:\\s+run)?\\s+([\\w:-]+)(?:\\s+--.*)?");

    /** Of these, what serves in production where no export was asked for. */
    private static final Pattern SERVES = Pattern.compile(".*\\b(?:next|nuxt|nuxi)\\s+(?:start|preview)\\b.*");

    private static final Pattern FOLDER_OPTION = Pattern.compile(
            "(?:--(?:out-?dir|dist-dir|output-path|output|destination|outDir)[=\\s]+|\\s-d\\s+|\\s-o\\s+)(['\"]?)([\\w./-]+)\\1");

    /** By package, the folder unless the configuration says another one. */
    private record Kind(
            String name, List<String> packages, String output, String command, boolean singlePage, String setting) {
        Kind(String name, String onePackage, String output, String command, boolean singlePage, String setting) {
            this(name, List.of(onePackage), output, command, singlePage, setting);
        }
    }

    /** Those that bring others with them stand before them. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "Create React App",
                    List.of("react-scripts", "react-app-rewired", "@craco/craco"),
                    "build",
                    "npx react-scripts build",
                    true,
                    ""),
            new Kind("Gatsby", "gatsby", "public", "npx gatsby build", false, ""),
            new Kind("Docusaurus", "@docusaurus/core", "build", "npx docusaurus build", false, ""),
            new Kind("VitePress", "vitepress", ".vitepress/dist", "npx vitepress build", false, ""),
            new Kind("Astro", "astro", "dist", "npx astro build", false, "outDir"),
            new Kind("Eleventy", "@11ty/eleventy", "_site", "npx @11ty/eleventy", false, "output"),
            new Kind("Next.js", "next", "out", "npx next build", false, "distDir"),
            new Kind("Nuxt", "nuxt", ".output/public", "npx nuxi generate", false, ""),
            new Kind("SvelteKit", "@sveltejs/kit", "build", "npx vite build", false, "pages"),
            new Kind("Vue CLI", "@vue/cli-service", "dist", "npx vue-cli-service build", true, "outputDir"),
            new Kind("Angular", "@angular/core", "dist", "npx ng build", true, ""),
            new Kind("Ember", "ember-cli", "dist", "npx ember build --environment=production", true, ""),
            new Kind("Quasar", "@quasar/app-vite", "dist/spa", "npx quasar build", true, ""),
            new Kind("Preact CLI", "preact-cli", "build", "npx preact build", true, ""),
            new Kind("Vite", "vite", "dist", "npx vite build", true, "outDir"),
            new Kind("Parcel", List.of("parcel", "parcel-bundler"), "dist", "npx parcel build index.html", true, ""),
            new Kind("webpack", "webpack", "dist", "npx webpack --mode production", true, ""),
            new Kind("Rollup", "rollup", "dist", "npx rollup -c", true, ""),
            new Kind("esbuild", "esbuild", "dist", "npm run build", true, ""));

    /** The tool of a folder; empty if none is used, or if it makes a server and not a site. */
    static Optional<Bundler> of(CandidateFolder folder, JsonNode manifest) {
        String build = script(manifest, "build");
        if (manifest.path("workspaces").isContainer() && !hasPage(folder)) {
            // Its tools are for the applications below it.
            return Optional.empty();
        }
        for (Kind kind : KINDS) {
            boolean used = kind.packages().stream()
                    .anyMatch(one -> manifest.path("dependencies").has(one)
                            || manifest.path("devDependencies").has(one));
            if (used && makesSite(kind, folder, manifest, build)) {
                return Optional.of(
                        new Bundler(kind.name(), output(kind, folder, build), kind.command(), kind.singlePage()));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the script of that name serves while sources are written, and not what was built of them.
     *
     * @param site whether a tool makes a site here
     */
    static boolean isForDevelopment(JsonNode manifest, String name, boolean site) {
        String script = script(manifest, name).strip();
        Matcher another = ANOTHER.matcher(script);
        if (another.matches()
                && !another.group(1).equals(name)
                && !script(manifest, another.group(1)).isEmpty()) {
            script = script(manifest, another.group(1)).strip();
        }
        return FOR_DEVELOPMENT.matcher(script).matches()
                        && !SERVES.matcher(script).matches()
                || site && OF_FILES.matcher(script).matches();
    }

    /** Libraries and servers are built by the same tools. */
    private static boolean makesSite(Kind kind, CandidateFolder folder, JsonNode manifest, String build) {
        return switch (kind.name()) {
            case "Next.js" ->
                build.contains("next export")
                        || configuration(folder, "next").matches("(?s).*\\boutput\\s*:\\s*['\"]export['\"].*");
            case "Nuxt" ->
                build.contains("generate") || configuration(folder, "nuxt").matches("(?s).*\\bssr\\s*:\\s*false\\b.*");
            case "Astro" ->
                !configuration(folder, "astro").matches("(?s).*\\boutput\\s*:\\s*['\"](server|hybrid)['\"].*");
            case "SvelteKit" ->
                manifest.path("devDependencies").has("@sveltejs/adapter-static")
                        || manifest.path("dependencies").has("@sveltejs/adapter-static");
            case "webpack", "Rollup", "esbuild" -> !build.isEmpty() && hasPage(folder);
            case "Vite", "Parcel" -> hasPage(folder);
            default -> true;
        };
    }

    private static boolean hasPage(CandidateFolder folder) {
        return Stream.of("index.html", "src/index.html", "public/index.html", "app/index.html", "static/index.html")
                .anyMatch(folder::has);
    }

    private static String output(Kind kind, CandidateFolder folder, String build) {
        Matcher option = FOLDER_OPTION.matcher(build);
        if (option.find()) {
            return plain(option.group(2), kind.output());
        }
        if (kind.name().equals("Angular")) {
            return AngularOutput.of(folder);
        }
        if (kind.name().equals("VitePress")) {
            return Stream.of("docs", "doc", "website")
                    .filter(name -> folder.isFolder(name + "/.vitepress"))
                    .findFirst()
                    .map(name -> name + "/" + kind.output())
                    .orElse(kind.output());
        }
        String configured = setting(kind, folder);
        return configured == null ? kind.output() : plain(configured, kind.output());
    }

    private static @Nullable String setting(Kind kind, CandidateFolder folder) {
        String file = switch (kind.name()) {
            case "Vite", "Astro", "Next.js" ->
                kind.name().toLowerCase(java.util.Locale.ROOT).replace(".js", "");
            case "SvelteKit" -> "svelte";
            case "Vue CLI" -> "vue";
            case "Eleventy" -> "eleventy";
            case "webpack", "Rollup" -> kind.name().toLowerCase(java.util.Locale.ROOT);
            default -> "";
        };
        if (file.isEmpty()) {
            return null;
        }
        String key = switch (kind.name()) {
            case "webpack" -> "path\\s*:\\s*path\\.(?:resolve|join)\\(\\s*__dirname\\s*,";
            case "Rollup" -> "\\bdir\\s*:";
            default -> "\\b" + kind.setting() + "\\s*:";
        };
        Matcher matcher = Pattern.compile(key + "\\s*['\"]([^'\"]+)['\"]").matcher(configuration(folder, file));
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String configuration(CandidateFolder folder, String tool) {
        List<String> names = tool.equals("eleventy")
                ? List.of(".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")
                : Stream.of(".config.js", ".config.ts", ".config.mjs", ".config.mts", ".config.cjs", ".config.cts")
                        .map(end -> tool + end)
                        .toList();
        return names.stream()
                .map(folder::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("")
                .replaceAll("(?m)(^|\\s)//.*$", "")
                .replaceAll("(?s)/\\*.*?\\*/", "");
    }

    /** A folder within the application; anything else is no place to serve from. */
    private static String plain(String given, String otherwise) {
        String path = given.replaceFirst("^\\./", "").replaceFirst("/+$", "");
        return path.isEmpty() || path.startsWith("/") || path.contains("..") || path.matches(".*\\.(js|css|mjs|html)")
                ? otherwise
                : path;
    }

    private static String script(JsonNode manifest, String name) {
        return manifest.path("scripts").path(name).asString("");
    }
}
