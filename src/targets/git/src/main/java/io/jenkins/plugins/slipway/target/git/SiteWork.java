package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.TargetContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What working on a site needs, and looking at it. */
record SiteWork(TargetContext context, Site site, Access access, String project, String environment) {
    /** So far back a commit of Slipway's is looked for when somebody has put others on top. */
    static final int LOOK_BACK = 50;

    static final String COMMITS_ONLY = "tree:0";

    private Path folder() {
        return context.home().resolve("targets").resolve("git");
    }

    CommitCache commits() {
        return new CommitCache(folder().resolve("commits"));
    }

    SiteRepository repository() {
        return SiteRepository.under(folder().resolve("work"), site, access);
    }

    /** The one that a dead deployer has left. */
    Optional<SiteRepository> left(String name) {
        return SiteRepository.left(folder().resolve("work"), name, site, access);
    }

    /** Asks the server, by a repository of its own: one that has commits without their files cannot be built on. */
    SiteState look(Cancellation cancellation) {
        SiteRepository repository = repository();
        try {
            return look(repository, cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("asking the Git repository was interrupted", e);
        } finally {
            repository.delete();
        }
    }

    private SiteState look(SiteRepository repository, Cancellation cancellation) throws InterruptedException {
        String head = repository.head(cancellation);
        if (head == null) {
            return new SiteState(null, null, null, Map.of(), List.of());
        }
        String stored = commits().find(head).orElse(null);
        if (stored == null) {
            repository.fetch(1, COMMITS_ONLY, cancellation);
            stored = keep(repository, head);
        }
        SiteCommit top = mine(stored);
        if (top != null) {
            return new SiteState(head, top, top, artifacts(head, top), List.of());
        }
        List<String> drift = List.of(described(head, stored));
        repository.fetch(LOOK_BACK, COMMITS_ONLY, cancellation);
        for (String commit : repository.fetched()) {
            SiteCommit ours = mine(text(repository.stored(commit)));
            if (ours != null) {
                return new SiteState(head, null, ours, artifacts(commit, ours), drift);
            }
        }
        return new SiteState(head, null, null, Map.of(), drift);
    }

    private String keep(SiteRepository repository, String commit) throws InterruptedException {
        try {
            byte[] stored = repository.stored(commit);
            commits().put(commit, stored);
            return text(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] stored) {
        return new String(stored, StandardCharsets.UTF_8);
    }

    private @Nullable SiteCommit mine(String stored) {
        SiteCommit commit = SiteCommit.of(stored);
        return commit != null && commit.isOf(project, environment) ? commit : null;
    }

    private Map<String, Digest> artifacts(String name, SiteCommit commit) {
        return commits().same(name).map(SiteWork::digests).orElse(commit.artifacts());
    }

    private static Map<String, Digest> digests(String lines) {
        Map<String, Digest> digests = new TreeMap<>();
        lines.lines()
                .forEach(line -> digests.put(
                        line.substring(0, line.indexOf(' ')), new Digest(line.substring(line.indexOf(' ') + 1))));
        return digests;
    }

    /** Notes that a commit has the bytes of these artifacts, though it was made from others. */
    void noteSame(String name, Map<String, Digest> artifacts) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(artifacts)
                .forEach((application, digest) -> lines.append(application)
                        .append(' ')
                        .append(digest.value())
                        .append('\n'));
        commits().noteSame(name, lines.toString());
    }

    private String described(String head, String stored) {
        String author = line(stored, "author ").replaceFirst(" [0-9]+ [+-][0-9]+$", "");
        int body = stored.indexOf("\n\n");
        String subject = body < 0
                ? ""
                : stored.substring(body + 2).strip().lines().findFirst().orElse("");
        SiteCommit other = SiteCommit.of(stored);
        String what = other == null
                ? "which Slipway did not make"
                : "which belongs to environment ‘" + other.environment() + "’ of project ‘" + other.project() + "’";
        return "The " + site.name() + " is at commit " + head.substring(0, 12) + " ‘" + shown(subject) + "’ by "
                + shown(author) + ", " + what + ".";
    }

    private static String line(String stored, String start) {
        return stored.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()))
                .orElse("somebody");
    }

    /** What somebody else wrote, on one line and not for long. */
    private static String shown(String text) {
        String plain = Texts.line(text);
        return plain.length() <= 80 ? plain : plain.substring(0, 79) + "…";
    }
}
