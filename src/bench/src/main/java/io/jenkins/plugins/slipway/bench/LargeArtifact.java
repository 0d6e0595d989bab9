package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Progress;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Freezes, verifies and unpacks an artifact of several gigabytes, to be run with a heap that it does not fit in.
 *
 * <pre>java -Xmx256m … LargeArtifact FOLDER [GIGABYTES]</pre>
 */
public final class LargeArtifact {
    private static final int BLOCK = 1 << 20;

    private LargeArtifact() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0])).toRealPath();
        int gigabytes = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        Path tree = folder.resolve("large");
        if (!Files.exists(tree)) {
            create(tree, gigabytes);
        }
        ArtifactStore store = DirectoryArtifactStore.open(folder.resolve("large-frozen"));
        Manifest.Draft draft = new Manifest.Draft(
                "sample",
                "large",
                new Digest("sha256:" + "1".repeat(64)),
                new TreeMap<>(),
                null,
                Map.of(),
                Instant.EPOCH);
        long began = System.nanoTime();
        Manifest manifest = store.publish(tree, draft, List.of(), Progress.none());
        say("frozen", manifest.bytes(), began);
        began = System.nanoTime();
        store.verify(manifest.artifact(), Progress.none());
        say("verified", manifest.bytes(), began);
        began = System.nanoTime();
        Path out = folder.resolve("large-out-" + System.nanoTime());
        store.unpack(manifest.artifact(), out, Progress.none());
        say("unpacked", manifest.bytes(), began);
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM")) {
                System.out.println(
                        "largest resident memory: " + line.substring(6).strip());
            }
        }
        Removal.of(out);
    }

    private static void say(String what, long bytes, long began) {
        double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf("%s %d MiB in %.1f s (%.0f MiB/s)%n", what, bytes >> 20, seconds, (bytes >> 20) / seconds);
    }

    /** Half of it can be compressed, as in real artifacts. */
    private static void create(Path tree, int gigabytes) throws IOException {
        Files.createDirectories(tree);
        Random random = new Random(1);
        byte[] block = new byte[BLOCK];
        for (int file = 0; file < gigabytes * 2; file++) {
            try (OutputStream to = Files.newOutputStream(tree.resolve("part-" + file))) {
                for (int i = 0; i < 512; i++) {
                    if (i % 2 == 0) {
                        random.nextBytes(block);
                    }
                    to.write(block);
                }
            }
        }
    }
}
