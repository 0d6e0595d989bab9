package io.jenkins.plugins.slipway.engine.artifact;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reading compressed artifacts. */
final class Zstds {
    /** The window of the level that artifacts are written with fits well; more would let a forged one take the memory. */
    private static final int LARGEST_WINDOW_LOG = 27;

    private Zstds() {}

    static InputStream reader(InputStream compressed) throws IOException {
        ZstdInputStream content = new ZstdInputStream(new BufferedInputStream(compressed, 256 << 10));
        content.setLongMax(LARGEST_WINDOW_LOG);
        return content;
    }

    /** Whether reading failed because of the bytes and not because of the disk. */
    static boolean isDamage(IOException e) {
        return e instanceof ZstdIOException || e instanceof EOFException || "Truncated source".equals(e.getMessage());
    }
}
