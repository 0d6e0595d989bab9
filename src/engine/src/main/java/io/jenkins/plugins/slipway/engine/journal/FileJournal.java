package io.jenkins.plugins.slipway.engine.journal;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;

/**
 * A journal in a folder: one line of JSON per event. A line that was torn by a crash
 * is cut off when the journal is continued.
 */
public final class FileJournal implements Journal {
    private final Path folder;
    private final FileChannel channel;
    private final Clock clock;
    private long number;
    private boolean unforced;

    private FileJournal(Path folder, FileChannel channel, long number, Clock clock) {
        this.folder = folder;
        this.channel = channel;
        this.number = number;
        this.clock = clock;
    }

    /** Begins the journal of that folder, or continues the one that is there. Creates the folder. */
    public static FileJournal create(Path folder, Clock clock) throws IOException {
        PrivateFiles.createDirectories(folder);
        Path file = folder.resolve(JournalReader.FILE);
        JournalReader.Scan scan = JournalReader.scan(file);
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.truncate(scan.length());
            channel.position(scan.length());
            force(folder);
            return new FileJournal(folder, channel, scan.lastNumber(), clock);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Makes the file's name as durable as its content. */
    private static void force(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** @throws UncheckedIOException if the event cannot be made durable; the journal then ends before it */
    @Override
    public void append(String event, Map<String, ?> fields) {
        write(event, fields, true);
    }

    @Override
    public void mention(String event, Map<String, ?> fields) {
        write(event, fields, false);
    }

    private synchronized void write(String event, Map<String, ?> fields, boolean durable) {
        ByteBuffer line = ByteBuffer.wrap(JournalLine.format(number + 1, clock.instant(), event, fields));
        try {
            long start = channel.position();
            try {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                if (durable) {
                    channel.force(false);
                }
                unforced = !durable;
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal in " + folder + " cannot be written: " + e.getMessage(), e);
        }
        number++;
    }

    @Override
    public Path log(String phase) {
        return JournalReader.log(folder, phase);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        try {
            if (unforced) {
                channel.force(false);
            }
            channel.close();
        } catch (IOException e) {
            // Every event that something depends on is on disk already.
        }
    }
}
