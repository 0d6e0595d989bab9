package io.jenkins.plugins.slipway.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises a site that a program of its own makes of texts and templates: Hugo, Jekyll, MkDocs, mdBook, Zola. */
final class SiteGenerator {
    private static final List<String> HUGO = List.of("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json");
    private static final List<String> FORMERLY = List.of("config.toml", "config.yaml", "config.yml", "config.json");

    private SiteGenerator() {}

    /** @param language whose runtime the program needs; nodejs for none, as it does no harm */
    private record Found(String file, String language, String usual, List<String> build, String output) {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        return Stream.of(hugo(folder), jekyll(folder), mkdocs(folder), mdbook(folder), zola(folder))
                .flatMap(Optional::stream)
                .findFirst()
                .map(found -> application(folder, found));
    }

    private static DetectedApplication application(CandidateFolder folder, Found found) {
        return new DetectedApplication(
                folder.name(),
                folder.root(),
                folder.place(found.file()),
                found.language() + ":" + folder.installed(found.language()).orElse(found.usual()),
                "none",
                found.build(),
                null,
                new StaticSite.Site(
                        found.output(),
                        List.of(),
                        Stream.of("static/404.html", "content/404.md", "layouts/404.html", "404.html", "404.md")
                                .anyMatch(folder::has)),
                List.of());
    }

    private static Optional<Found> hugo(CandidateFolder folder) {
        String file = folder.first(HUGO.toArray(String[]::new));
        boolean folders = Stream.of("content", "layouts", "themes", "archetypes")
                        .filter(folder::isFolder)
                        .count()
                >= 2;
        if (file == null && folders && !folder.text("config.toml").contains("[markdown]")) {
            file = folder.first(FORMERLY.toArray(String[]::new));
        }
        if (file == null) {
            return Optional.empty();
        }
        String output = folder.find(file, "(?im)^\\s*\"?publishDir\"?\\s*[=:]\\s*['\"]?([\\w./-]+)");
        return Optional.of(new Found(file, "nodejs", "22", List.of("hugo --minify"), within(output, "public")));
    }

    private static Optional<Found> jekyll(CandidateFolder folder) {
        boolean gem = folder.text("Gemfile").matches("(?s).*\\b(jekyll|github-pages)\\b.*");
        if (!folder.has("_config.yml") || !gem && !folder.isFolder("_posts") && !folder.isFolder("_layouts")) {
            return Optional.empty();
        }
        String output = folder.find("_config.yml", "(?m)^destination:\\s*['\"]?([\\w./-]+)");
        return Optional.of(new Found(
                "_config.yml",
                "ruby",
                "3.3",
                gem ? List.of("bundle install", "bundle exec jekyll build") : List.of("jekyll build"),
                within(output, "_site")));
    }

    private static Optional<Found> mkdocs(CandidateFolder folder) {
        String file = folder.first("mkdocs.yml", "mkdocs.yaml");
        if (file == null) {
            return Optional.empty();
        }
        String output = folder.find(file, "(?m)^site_dir:\\s*['\"]?([\\w./-]+)");
        List<String> build = folder.has("requirements.txt")
                ? List.of("pip install -r requirements.txt", "mkdocs build")
                : List.of("mkdocs build");
        return Optional.of(new Found(file, "python", "3.11", build, within(output, "site")));
    }

    private static Optional<Found> mdbook(CandidateFolder folder) {
        if (!folder.has("book.toml")) {
            return Optional.empty();
        }
        String output = folder.find("book.toml", "(?m)^build-dir\\s*=\\s*['\"]([\\w./-]+)");
        return Optional.of(new Found("book.toml", "nodejs", "22", List.of("mdbook build"), within(output, "book")));
    }

    private static Optional<Found> zola(CandidateFolder folder) {
        if (!folder.has("config.toml") || !folder.isFolder("content") || !folder.isFolder("templates")) {
            return Optional.empty();
        }
        String output = folder.find("config.toml", "(?m)^output_dir\\s*=\\s*['\"]([\\w./-]+)");
        return Optional.of(new Found("config.toml", "nodejs", "22", List.of("zola build"), within(output, "public")));
    }

    private static String within(@Nullable String given, String usual) {
        String path = given == null ? "" : given.replaceFirst("^\\./", "").replaceFirst("/+$", "");
        return path.isEmpty() || path.startsWith("/") || path.contains("..") ? usual : path;
    }
}
