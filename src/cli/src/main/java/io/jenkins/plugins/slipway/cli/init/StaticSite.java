package io.jenkins.plugins.slipway.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises a site of plain files by its {@code index.html}. Where that lies beside what is no part of the site, the build copies
 * the site's files into a folder of their own, so that nobody reads the rest.
 */
public final class StaticSite {
    private static final List<String> FOLDERS = List.of("public", "site", "_site", "www", "htdocs");

    /** What browsers ask for. */
    private static final Pattern FOR_BROWSERS = Pattern.compile(
            "(?i).*\\.(html?|css|js|mjs|map|wasm|webmanifest|json|xml|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|pdf"
                    + "|mp[34]|webm|ogg|wav|vtt|csv)|(robots|humans|ads|security)\\.txt|CNAME");

    /** What has such a name and is for tools. */
    private static final Pattern FOR_TOOLS = Pattern.compile(
            "(?i)(package(-lock)?|composer|tsconfig.*|bower|renovate|deno|vercel|netlify|firebase|lerna|turbo|nx)\\.json"
                    + "|(gulp|grunt)file\\..*|webpack.*|rollup.*|vite\\..*|karma.*|pom\\.xml|build\\.xml"
                    + "|.*\\.(config|test|spec|conf)\\.[cm]?js|phpunit.*|\\..*");

    /** A page that names what no browser runs. */
    private static final Pattern OF_SOURCES = Pattern.compile(
            "(?i)\\b(?:src|href)\\s*=\\s*[\"']?[^\"'\\s>]+\\.(?:tsx?|jsx|vue|svelte|scss|sass|less)[\"'\\s>]");

    private static final Set<String> NO_PART = Set.of(
            "test",
            "tests",
            "__tests__",
            "spec",
            "e2e",
            "cypress",
            "node_modules",
            "docs",
            "doc",
            "scripts",
            "bin",
            "tools",
            "reports");

    private static final Set<String> USUAL = Set.of(
            "css", "js", "img", "images", "image", "assets", "static", "fonts", "font", "media", "styles", "icons",
            "files");

    private static final String USUAL_NODE = "22";

    private StaticSite() {}

    /** Where a site's files are.
     *
     * @param root the folder that is served, relative to the application
     * @param build lines that make that folder; empty if it is there
     * @param notFound whether there is a page for what is not there
     */
    public record Site(String root, List<String> build, boolean notFound) {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        return site(folder)
                .map(
                        site -> new DetectedApplication(
                                folder.name(),
                                folder.root(),
                                folder.place(index(folder)),
                                "nodejs:" + folder.installed("nodejs").orElse(USUAL_NODE),
                                "none",
                                site.build(),
                                null,
                                site,
                                site.build().isEmpty()
                                        ? List.of()
                                        : List.of(
                                                "Only what the build copies is served; add what pages need and is not there.")));
    }

    /** The site in a folder, if there is one. */
    static Optional<Site> site(CandidateFolder folder) {
        Optional<String> inner = FOLDERS.stream()
                .filter(name -> folder.has(name + "/index.html"))
                .findFirst();
        if (folder.has("index.html")
                && OF_SOURCES.matcher(folder.text("index.html")).find()) {
            // A tool has to make a site of this first, and it is not known which.
            return Optional.empty();
        }
        if (folder.has("index.html")) {
            List<String> parts = parts(folder);
            if (parts.size() == folder.entries().size() && !folder.root().isEmpty()) {
                // Nothing else is there.
                return Optional.of(new Site("", List.of(), folder.has("404.html")));
            }
            String target = FOLDERS.stream()
                    .filter(name -> !folder.entries().contains(name))
                    .findFirst()
                    .orElse("slipway-site");
            return Optional.of(new Site(
                    target,
                    List.of("mkdir " + target, "cp -R " + String.join(" ", parts) + " " + target + "/"),
                    folder.has("404.html")));
        }
        return inner.map(name -> new Site(name, List.of(), folder.has(name + "/404.html")));
    }

    private static String index(CandidateFolder folder) {
        return folder.has("index.html")
                ? "index.html"
                : FOLDERS.stream()
                        .map(name -> name + "/index.html")
                        .filter(folder::has)
                        .findFirst()
                        .orElse("index.html");
    }

    /** What belongs to the site whose index is here, as words of a shell. */
    private static List<String> parts(CandidateFolder folder) {
        List<String> names = folder.entries();
        StringBuilder pages = new StringBuilder();
        names.stream()
                .filter(name -> name.endsWith(".html") || name.endsWith(".css"))
                .forEach(name -> pages.append(folder.text(name)));
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            boolean part = folder.isFolder(name)
                    ? isPart(folder, name, pages.toString())
                    : FOR_BROWSERS.matcher(name).matches()
                            && !FOR_TOOLS.matcher(name).matches();
            if (part) {
                parts.add(word(name));
            }
        }
        return parts;
    }

    private static boolean isPart(CandidateFolder folder, String name, String pages) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.equals(".well-known")) {
            return true;
        }
        if (name.startsWith(".") || name.equals("node_modules")) {
            return false;
        }
        boolean named = Stream.of("\"", "'", "(", "./", "\"/", "'/", "(/")
                .anyMatch(before -> pages.contains(before + name + "/"));
        return named || !NO_PART.contains(lower) && (USUAL.contains(lower) || folder.has(name + "/index.html"));
    }

    private static String word(String name) {
        String safe = name.startsWith("-") ? "./" + name : name;
        return safe.matches("[\\w./-]+") ? safe : "'" + safe.replace("'", "'\\''") + "'";
    }
}
