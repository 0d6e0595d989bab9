package io.jenkins.plugins.slipway.engine.release;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.ReleaseUse;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lets go of the artifacts of releases that nobody will want back. Records are never deleted. In each environment stay: what is
 * live, what a rollback would go to, the last release that was judged well, the five before, and what others claim.
 */
public final class Retention {
    /** Releases that stay per environment besides those that have a reason of their own. */
    static final int RECENT = 5;

    /** A younger release may be on its way to its first deployment. */
    static final Duration YOUNG = Duration.ofDays(1);

    private final ReleaseRecords releases;
    private final DeploymentRecords deployments;
    private final VerdictRecords verdicts;
    private final Claims claims;
    private final Clock clock;
    private final int recent;
    private final Duration young;

    public Retention(ReleaseRecords releases, DeploymentRecords deployments, VerdictRecords verdicts, Clock clock) {
        this(releases, deployments, verdicts, Claims.none(), clock);
    }

    /** @param claims keep releases that the records of deployments would let go */
    public Retention(
            ReleaseRecords releases,
            DeploymentRecords deployments,
            VerdictRecords verdicts,
            Claims claims,
            Clock clock) {
        this(releases, deployments, verdicts, claims, clock, RECENT, YOUNG);
    }

    private Retention(
            ReleaseRecords releases,
            DeploymentRecords deployments,
            VerdictRecords verdicts,
            Claims claims,
            Clock clock,
            int recent,
            Duration young) {
        this.claims = claims;
        this.releases = releases;
        this.deployments = deployments;
        this.verdicts = verdicts;
        this.clock = clock;
        this.recent = recent;
        this.young = young;
    }

    /**
     * The same with other limits.
     *
     * @param releases that stay per environment besides those that have a reason of their own; 0 for none
     * @param age up to which every release stays
     */
    public Retention keeping(int releases, Duration age) {
        return new Retention(this.releases, deployments, verdicts, claims, clock, releases, age);
    }

    /** Decides, without any effect. A clock that went backwards makes releases look young, so it only keeps more. */
    public RetentionPlan plan(String project) {
        List<Release> kept = releases.kept(project);
        Map<Integer, Release> byNumber = kept.stream().collect(Collectors.toMap(Release::number, release -> release));
        SortedMap<Integer, List<String>> keep = new TreeMap<>();
        kept.stream().findFirst().ifPresent(newest -> note(keep, newest.number(), "the newest"));
        Instant since = clock.instant().minus(young);
        for (Release release : kept) {
            if (release.created().isAfter(since)) {
                note(keep, release.number(), "younger than " + days(young));
            }
        }
        for (Deployment running : deployments.running(project)) {
            note(keep, running.release(), "being deployed to " + running.environment());
            if (running.previous() != null) {
                note(keep, running.previous(), "to be restored in " + running.environment() + " if need be");
            }
        }
        deployments.uses(project).stream()
                .filter(use -> use.lastLive() != null)
                .collect(Collectors.groupingBy(ReleaseUse::environment, TreeMap::new, Collectors.toList()))
                .forEach((environment, uses) -> keepIn(project, environment, uses, byNumber, keep));
        claims.of(project).forEach((release, reason) -> note(keep, release, reason));
        keep.keySet().retainAll(byNumber.keySet());
        List<Integer> expire = byNumber.keySet().stream()
                .filter(number -> !keep.containsKey(number))
                .sorted()
                .toList();
        return new RetentionPlan(project, keep, expire);
    }

    private void keepIn(
            String project,
            String environment,
            List<ReleaseUse> uses,
            Map<Integer, Release> byNumber,
            SortedMap<Integer, List<String>> keep) {
        List<ReleaseUse> newestFirst = uses.stream()
                .sorted(Comparator.comparingInt(Retention::lastLive).reversed())
                .toList();
        Set<Integer> special = new HashSet<>();
        deployments.live(project, environment).ifPresent(live -> {
            special.add(live.release());
            note(keep, live.release(), "live in " + environment);
        });
        newestFirst.stream()
                .filter(use -> !special.contains(use.release()) && good(byNumber, use))
                .findFirst()
                .ifPresent(target -> {
                    special.add(target.release());
                    note(keep, target.release(), "rollback target in " + environment);
                });
        newestFirst.stream()
                .filter(use -> good(byNumber, use) && judgedWell(project, environment, use.release()))
                .findFirst()
                .ifPresent(lastGood -> {
                    special.add(lastGood.release());
                    note(keep, lastGood.release(), "last good in " + environment);
                });
        newestFirst.stream()
                .filter(use -> !special.contains(use.release()))
                .limit(recent)
                .forEach(recent -> note(keep, recent.release(), "recent in " + environment));
    }

    private static int lastLive(ReleaseUse use) {
        return use.lastLive() == null ? 0 : use.lastLive();
    }

    private static boolean good(Map<Integer, Release> byNumber, ReleaseUse use) {
        Release release = byNumber.get(use.release());
        return release != null && release.quarantine() == null;
    }

    private boolean judgedWell(String project, String environment, int release) {
        return verdicts.latest(project, environment, release)
                .filter(verdict ->
                        verdict.status() == Verdict.Status.PASSED || verdict.status() == Verdict.Status.UNSTABLE)
                .isPresent();
    }

    private static void note(SortedMap<Integer, List<String>> keep, int release, String reason) {
        keep.computeIfAbsent(release, number -> new ArrayList<>()).add(reason);
    }

    private static String days(Duration age) {
        return age.toDays() == 1 ? "a day" : age.toDays() + " days";
    }

    /** Expires the records of a plan, but for releases that are wanted after all. Artifacts are left to whoever keeps them. */
    public void expire(RetentionPlan plan) {
        Set<Integer> still = Set.copyOf(plan(plan.project()).expire());
        Instant now = clock.instant();
        for (int release : plan.expire()) {
            if (still.contains(release)) {
                releases.expire(plan.project(), release, now);
            }
        }
    }

    /**
     * Carries a plan out: expires records first, then removes what no record of any project names any more. Where the world has
     * changed since the plan was made, and a release is wanted after all, it stays.
     *
     * @return the artifacts that were removed
     */
    public Set<Digest> act(RetentionPlan plan, ArtifactStore store) throws IOException {
        expire(plan);
        return store.retain(Set.copyOf(releases.artifacts()));
    }
}
