package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.build.BuildListener;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.Builder;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds beside what a user would pick instead: finding that nothing changed, freezing, unpacking.
 *
 * <pre>BuildMeasurements FOLDER [noop|freeze|all] [FILES] [ROUNDS]</pre>
 *
 * <p>The folder is made if it is not there, and the sample repository in it is used again. System properties: {@code slipway}
 * for the launcher of the command as a whole process, {@code turbo} for the program of Turborepo; rows without their program are left out.
 */
public final class BuildMeasurements {
    private final Path folder;
    private final Path repository;
    private final Path home;
    private final int rounds;

    private BuildMeasurements(Path folder, int rounds) {
        this.folder = folder;
        this.repository = folder.resolve("repository");
        this.home = folder.resolve("home");
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        String what = args.length > 1 ? args[1] : "all";
        int files = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 5;
        BuildMeasurements measurements = new BuildMeasurements(folder, rounds);
        if (!Files.exists(measurements.repository)) {
            SampleRepository.create(measurements.repository, files);
        }
        if (!what.equals("freeze")) {
            measurements.noop();
        }
        if (!what.equals("noop")) {
            measurements.freeze();
        }
    }

    private void noop() throws Exception {
        Builder builder = new Builder(
                LocalProcessRunner.create(),
                DirectoryArtifactStore.open(home.resolve("artifacts")),
                home,
                Clock.systemUTC());
        BuildRequest request = BuildRequest.all(
                repository,
                ConfigReader.read(repository, null),
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()));
        Comparison comparison = new Comparison("Deciding that nothing changed in " + files() + " files")
                .way("git status", () -> Shell.exec(repository, "git", "status"))
                .way(
                        "the decision alone, within a process",
                        () -> builder.build(request, BuildListener.none(), Cancellation.never()));
        String command = System.getProperty("slipway");
        if (command != null) {
            comparison.way(
                    "slipway build, the whole process",
                    () -> Shell.exec(repository, command, "build", "--home", home.toString()));
        }
        String turbo = System.getProperty("turbo");
        if (turbo != null) {
            comparison.way(
                    "turbo run build, everything cached",
                    () -> Shell.run(repository, "TURBO_TELEMETRY_DISABLED=1 '" + turbo + "' run build"));
        }
        comparison.run(rounds);
        ignored(builder, request, turbo);
    }

    /** The same after a change of a test that both are told to leave out: by {@code source.ignore}, and by {@code inputs}. */
    private void ignored(Builder builder, BuildRequest request, @Nullable String turbo) throws Exception {
        Path test = repository.resolve("app/test/case.txt");
        Counter counter = new Counter();
        Comparison comparison = new Comparison("Deciding that only an ignored file changed in " + files() + " files")
                .way("the decision alone, within a process", () -> {
                    Files.writeString(test, "ours " + counter.next());
                    BuildOutcome outcome = builder.build(request, BuildListener.none(), Cancellation.never());
                    if (!outcome.applications().get(0).reused()) {
                        throw new IllegalStateException("it was built again");
                    }
                });
        if (turbo != null) {
            comparison.way("turbo run build with inputs", () -> {
                Files.writeString(test, "theirs " + counter.next());
                Shell.run(
                        repository, "TURBO_TELEMETRY_DISABLED=1 '" + turbo + "' run build | grep -q 'cached, 1 total'");
            });
        }
        comparison.run(rounds);
    }

    private long files() throws IOException {
        try (var all = Files.walk(repository.resolve("app"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private void freeze() throws Exception {
        Path tree = repository.resolve("app");
        Path work = Files.createDirectories(folder.resolve("work"));
        ArtifactStore store = DirectoryArtifactStore.open(folder.resolve("frozen"));
        Holder frozen = new Holder();
        new Comparison("Freezing " + files() + " small files")
                .way(
                        "tar | zstd -3 -T0",
                        () -> Shell.run(tree, "tar c . | zstd -q -3 -T0 -f -o '" + work + "/a.tar.zst'"))
                .way(
                        "tar | zstd -3 -T0, then sync",
                        () -> Shell.run(
                                tree,
                                "tar c . | zstd -q -3 -T0 -f -o '" + work + "/a.tar.zst'; sync '" + work
                                        + "/a.tar.zst'"))
                .way("slipway, digested and durable", () -> frozen.digest = publish(store, tree))
                .run(rounds);
        Digest digest = Objects.requireNonNull(frozen.digest);

        // A run that was ended before its end has left its own behind, and is not in the way of this one.
        Path unpacked = Files.createTempDirectory(work, "unpacked-");
        Counter counter = new Counter();
        try {
            unpacking(work, unpacked, counter, store, digest);
        } finally {
            Removal.of(unpacked);
        }
    }

    private void unpacking(Path work, Path unpacked, Counter counter, ArtifactStore store, Digest digest)
            throws Exception {
        new Comparison("Unpacking them")
                .way("zstd -d | tar x", () -> Shell.run(unpacked, unpack(work, counter.next())))
                .way(
                        "zstd -d | tar x, then sync -f",
                        () -> Shell.run(unpacked, unpack(work, counter.next()) + "; sync -f ."))
                .way(
                        "slipway, verified and durable",
                        () -> store.unpack(digest, unpacked.resolve("out-" + counter.next()), Progress.none()))
                .run(rounds);
    }

    private static String unpack(Path work, int number) {
        String out = "out-" + number;
        return "mkdir " + out + "; zstd -q -dc '" + work + "/a.tar.zst' | tar x -C " + out;
    }

    private static Digest publish(ArtifactStore store, Path tree) throws IOException {
        Manifest.Draft draft = new Manifest.Draft(
                "sample",
                "app",
                new Digest("sha256:" + "0".repeat(64)),
                new TreeMap<>(),
                null,
                Map.of(),
                Instant.EPOCH);
        return store.publish(tree, draft, List.of(), Progress.none()).artifact();
    }

    private static final class Holder {
        private @Nullable Digest digest;
    }

    private static final class Counter {
        private int last;

        int next() {
            return ++last;
        }
    }
}
