package io.jenkins.plugins.slipway.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises a site of plain files by its {@code index.html}. */
final class StaticSite {
    private static final String USUAL = "22";

    private StaticSite() {}

    static Optional<DetectedApplication> in(CandidateFolder folder) {
        String root = root(folder);
        return root == null
                ? Optional.empty()
                : Optional.of(new DetectedApplication(
                        folder.name(),
                        folder.root(),
                        folder.place(root.isEmpty() ? "index.html" : root + "/index.html"),
                        "nodejs:" + folder.installed("nodejs").orElse(USUAL),
                        "none",
                        List.of(),
                        null,
                        root,
                        List.of()));
    }

    /** The folder with the {@code index.html}, empty for the application's own; null if there is none. */
    static @Nullable String root(CandidateFolder folder) {
        return Stream.of("", "public", "site", "_site", "www", "htdocs")
                .filter(name -> folder.has(name.isEmpty() ? "index.html" : name + "/index.html"))
                .findFirst()
                .orElse(null);
    }
}
