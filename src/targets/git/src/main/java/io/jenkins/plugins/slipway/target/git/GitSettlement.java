package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finishes what was published, or takes it back by a new commit with the files that were there before. */
final class GitSettlement implements Settlement {
    private final SiteWork work;
    private final SiteRepository repository;
    private final Asked asked;
    private final Supplier<@Nullable Publication> publication;
    private final boolean resumed;

    /** @param previous release that was live before; null if nothing was, or if that is not known */
    record Asked(int number, int release, @Nullable Integer previous) {}

    /** @param resumed whether another process began the deployment, so that the last step may not have been performed */
    GitSettlement(
            SiteWork work,
            SiteRepository repository,
            Asked asked,
            Supplier<@Nullable Publication> publication,
            boolean resumed) {
        this.work = work;
        this.repository = repository;
        this.asked = asked;
        this.publication = publication;
        this.resumed = resumed;
    }

    @Override
    public boolean isSwitched() {
        try {
            Publication published = publication.get();
            if (published == null || !isThere(published, work.look(Cancellation.never()))) {
                return false;
            }
            Site.Answer answer = work.site().answer();
            return answer == null || !resumed || new Marker(answer, published.marker()).isThere();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("asking the Git repository was interrupted", e);
        }
    }

    private static boolean isThere(Publication published, SiteState state) {
        return published.commit().equals(state.head());
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
        SiteState state = work.look(Cancellation.never());
        Publication published = publication.get();
        if (published == null || published.unchanged()) {
            return asBefore(reason, state);
        }
        if (!isThere(published, state)) {
            return isBelow(published, state) ? writtenOver(reason, state) : asBefore(reason, state);
        }
        String before = published.replaces();
        if (before == null) {
            return removed(reason, published, log);
        }
        String commit = work.site().single() ? again(before) : back(published, before);
        if (commit == null) {
            return new DeploymentOutcome.Broken(
                    asked.number(),
                    asked.release(),
                    "what was published before is not kept (history: single), so deploy the release again that was live",
                    reason);
        }
        move(commit, published.commit(), log);
        return asBefore(reason, work.look(Cancellation.never()));
    }

    private DeploymentOutcome asBefore(String reason, SiteState state) {
        Integer live = state.live().release();
        return live == null
                ? new DeploymentOutcome.Emptied(asked.number(), reason)
                : new DeploymentOutcome.Restored(asked.number(), live, reason);
    }

    /** Whether somebody has put other commits on top of it. */
    private boolean isBelow(Publication published, SiteState state) throws InterruptedException {
        String head = state.head();
        if (head == null || state.top() != null) {
            return false;
        }
        SiteRepository history = work.repository();
        try {
            history.nameLike(head);
            history.fetch(SiteWork.LOOK_BACK, SiteWork.COMMITS_ONLY, Cancellation.never());
            return history.isAncestor(published.commit(), head);
        } finally {
            history.delete();
        }
    }

    private DeploymentOutcome writtenOver(String reason, SiteState state) {
        return new DeploymentOutcome.Broken(
                asked.number(),
                asked.release(),
                "somebody changed the site by hand after it was published, which is left as it is. "
                        + String.join(" ", state.drift()),
                reason);
    }

    /** The commit that was there before; null if nobody has it any more. */
    private @Nullable String again(String before) throws InterruptedException {
        repository.nameLike(before);
        return repository.has(before) ? before : null;
    }

    /** A new commit with the files from before. */
    private @Nullable String back(Publication published, String before) throws InterruptedException {
        repository.nameLike(before);
        if (resumed) {
            repository.fetch(2, "blob:none", Cancellation.never());
        }
        String tree = repository.tree(before);
        SiteCommit old = SiteCommit.of(new String(repository.stored(before), StandardCharsets.UTF_8));
        String subject = "Take back deployment " + asked.number();
        boolean ours = old != null && old.isOf(work.project(), work.environment());
        String message = ours && old != null ? old.again(asked.number()).message(subject) : subject + "\n";
        return repository.commit(
                tree,
                published.commit(),
                message,
                work.context().clock().instant().getEpochSecond());
    }

    /** There was no such branch before. A server that does not let go of it gets it without files. */
    private DeploymentOutcome removed(String reason, Publication published, OutputSink log)
            throws InterruptedException {
        SitePush push = new SitePush(work, repository);
        if (!push.move(null, published.commit(), Cancellation.never()).isEmpty()) {
            repository.init();
            String tree = repository.importing(null, GitProcess.NOTHING);
            SiteCommit nothing = new SiteCommit(
                    work.project(), work.environment(), asked.number(), 0, asked.number(), Map.of(), "", "", tree);
            String commit = repository.commit(
                    tree,
                    null,
                    nothing.message("Take back deployment " + asked.number() + ", the first one"),
                    work.context().clock().instant().getEpochSecond());
            move(commit, published.commit(), log);
        }
        log.say("The branch is gone again: nothing was there before.");
        return new DeploymentOutcome.Emptied(asked.number(), reason);
    }

    private void move(String commit, String expected, OutputSink log) throws InterruptedException {
        String refusal = new SitePush(work, repository).move(commit, expected, Cancellation.never());
        if (!refusal.isEmpty()) {
            // Asked again by the next command.
            throw new RefusedException("deployment " + asked.number() + " could not be taken back from "
                    + work.site().name() + ": " + refusal);
        }
        log.say("What was published before is published again, by commit " + commit.substring(0, 12) + ".");
    }

    @Override
    public void commit() {
        Publication published = publication.get();
        if (published == null || !Objects.equals(work.look(Cancellation.never()).head(), published.commit())) {
            throw new RefusedException("the " + work.site().name() + " is not at the commit of deployment "
                    + asked.number() + " any more");
        }
    }
}
