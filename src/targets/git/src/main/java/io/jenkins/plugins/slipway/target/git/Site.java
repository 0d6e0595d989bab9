package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.config.Durations;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a project says of a site.
 *
 * @param folder of the artifact that is published, without slashes around it; empty for all of it
 * @param single whether the branch has one commit at all times
 * @param files what is put beside the artifact
 * @param access what the repository is reached with
 */
record Site(
        String repository,
        String branch,
        String folder,
        @Nullable Answer answer,
        boolean single,
        String message,
        String author,
        Files files,
        Access access) {
    static final String BRANCH = "gh-pages";

    /**
     * Where the site answers.
     *
     * @param url without a slash at its end
     */
    record Answer(String url, Duration timeout) {}

    /**
     * @param cname null to keep what there is
     * @param nojekyll null to keep what there is
     */
    record Files(
            @Nullable String cname,
            @Nullable Boolean nojekyll,
            @Nullable Injection injection) {}

    /**
     * @param token variable that holds it, or null
     * @param key variable that holds the path of a private key, or null
     */
    record Access(
            @Nullable String token,
            String username,
            @Nullable String key) {}

    /** @param section that matches the schema */
    static Site of(JsonNode section) {
        String url = section.path("url").asString("");
        return new Site(
                section.path("repository").asString(""),
                section.path("branch").asString(BRANCH),
                section.path("folder").asString("").replaceAll("^/+|/+$", ""),
                url.isEmpty()
                        ? null
                        : new Answer(
                                url.replaceFirst("/+$", ""),
                                Durations.read(section.path("timeout").asString(""))
                                        .orElse(Duration.ofMinutes(5))),
                section.path("history").asString("keep").equals("single"),
                section.path("message").asString("Publish release {release} of {project} to {environment}"),
                section.path("author").asString("Slipway <slipway@localhost>"),
                new Files(
                        text(section, "cname"),
                        section.has("nojekyll")
                                ? Boolean.valueOf(section.path("nojekyll").asBoolean(false))
                                : null,
                        Injection.of(section.path("inject"))),
                new Access(
                        text(section, "token"),
                        section.path("username").asString("x-access-token"),
                        text(section, "key")));
    }

    private static @Nullable String text(JsonNode section, String key) {
        return Optional.of(section.path(key).asString(""))
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    String ref() {
        return "refs/heads/" + branch;
    }

    /** For people. */
    String name() {
        return "branch ‘" + branch + "’ of " + repository;
    }
}
