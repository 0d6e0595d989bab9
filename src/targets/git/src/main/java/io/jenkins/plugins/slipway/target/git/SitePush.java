package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DriftException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Moves the branch from the commit that was seen to another, or says who was faster. */
record SitePush(SiteWork work, SiteRepository repository) {
    private static final String UNPACK = "error: remote unpack failed";

    void push(Publication publication, OutputSink log, Cancellation cancellation) throws InterruptedException {
        String name = publication.commit().substring(0, 12);
        if (publication.unchanged()) {
            log.say("Nothing to push: the " + work.site().name() + " has these files already, at commit " + name + ".");
            return;
        }
        String refusal = move(publication.commit(), publication.replaces(), cancellation);
        if (refusal.isEmpty()) {
            log.say("Pushed commit " + name + " to " + work.site().name() + ".");
            return;
        }
        SiteState now = work.look(cancellation);
        if (Objects.equals(now.head(), publication.replaces())) {
            throw new LifecycleFailedException(
                    "the server did not take the push to " + work.site().name() + ": " + refusal);
        }
        SiteCommit other = now.top();
        if (other != null) {
            throw new RefusedException("deployment " + other.deployment() + " of environment ‘" + other.environment()
                    + "’ was published meanwhile");
        }
        throw new DriftException(
                now.head() == null
                        ? "the " + work.site().name() + " was removed by hand meanwhile"
                        : "the site was changed by hand meanwhile: " + String.join(" ", now.drift())
                                + " It was left as it is");
    }

    /**
     * Moves the branch.
     *
     * @param commit null to remove it
     * @return what the server said against it; empty if it is done, be it that the answer was lost
     */
    String move(@Nullable String commit, @Nullable String expected, Cancellation cancellation)
            throws InterruptedException {
        GitProcess.Answer answer = repository.push(commit, expected, cancellation);
        if (answer.ok() || Objects.equals(repository.head(cancellation), commit)) {
            return "";
        }
        return words(answer);
    }

    /** The server's words, without what Git says around them. */
    private String words(GitProcess.Answer answer) {
        List<String> words = new ArrayList<>();
        for (String line : answer.said().split("\n")) {
            if (line.startsWith("remote: ")) {
                words.add(line.substring("remote: ".length()).strip());
            } else if (line.startsWith(UNPACK) || line.startsWith("fatal: ")) {
                words.add(line.substring(line.indexOf(' ') + 1));
            }
        }
        for (String line : answer.line().split("\n")) {
            String[] parts = line.split("\t");
            if (line.startsWith("!") && parts.length == 3) {
                words.add(parts[2]);
            }
        }
        words.removeIf(String::isBlank);
        String all = words.isEmpty() ? answer.said() : String.join(" ", words);
        return work.access()
                .masked(all.isBlank() ? "‘git push’ exited with code " + answer.code() : all)
                .replace('\n', ' ');
    }
}
