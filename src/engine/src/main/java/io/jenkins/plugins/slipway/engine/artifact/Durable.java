package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes files appear whole or not at all, also when the power goes. */
final class Durable {
    private static final Path SYNC = Path.of("/usr/bin/sync");

    private Durable() {}

    /** Writes a small file beside its place and moves it there. Replaces what was there. */
    static void write(Path file, byte[] content, Path temporary) throws IOException {
        Path draft = temporary.resolve(UUID.randomUUID() + ".part");
        try {
            PrivateFiles.write(draft, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Makes a finished file durable and moves it to its place. Replaces what was there. */
    static void publish(Path draft, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path directory = PrivateFiles.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(directory);
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** From this many files on, one call for the whole file system is faster than one for each, whatever else it writes. */
    private static final long MANY = 200;

    private static final int AT_ONCE = 8;

    /** Makes a whole directory durable. Where there is no program for the file system as a whole, each file is forced. */
    static void forceTree(Path directory, long files) throws IOException {
        if (files >= MANY && Files.isExecutable(SYNC)) {
            ProcessBuilder builder = new ProcessBuilder(SYNC.toString(), "-f", directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            Process sync = builder.start();
            try {
                if (sync.waitFor(10, TimeUnit.MINUTES) && sync.exitValue() == 0) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Making " + directory + " durable was interrupted", e);
            } finally {
                sync.destroyForcibly();
            }
        }
        List<Path> paths = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    paths.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path child, @Nullable IOException e) {
                paths.add(child);
                return FileVisitResult.CONTINUE;
            }
        });
        forceAll(paths);
    }

    /** Several at a time: file systems write down together what is asked for together. */
    private static void forceAll(List<Path> paths) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Object>> forced = new ArrayList<>();
            for (Path path : paths) {
                forced.add(threads.submit(() -> {
                    forceDirectory(path);
                    return path;
                }));
            }
            for (Future<Object> one : forced) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Making files durable was interrupted");
        } finally {
            threads.shutdownNow();
        }
    }
}
