package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What one run printed. Put at the end of its object's log as a whole, because runs go on at the same time. */
final class RunLog implements OutputSink {
    private static final int MOST = 256 << 10;
    private static final long ROTATE = 8L << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long over;

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) {
        int kept = Math.min(length, MOST - bytes.size());
        bytes.write(buffer, offset, Math.max(0, kept));
        over += length - Math.max(0, kept);
    }

    /** Never fails: a full disk ends the log, not the run. */
    synchronized void append(Path file, String headline) {
        String text = headline + "\n" + bytes.toString(StandardCharsets.UTF_8);
        if (!text.endsWith("\n")) {
            text += "\n";
        }
        if (over > 0) {
            text += "(" + over + " more bytes were printed)\n";
        }
        try {
            PrivateFiles.createParent(file.toAbsolutePath());
            if (Files.exists(file) && Files.size(file) > ROTATE) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            PrivateFiles.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.println("the log " + file + " cannot be written: " + e);
        }
    }
}
