package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.RefusedException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The whole lines of a file of changes, one by one and never more of them in memory. The last one may still be written. */
final class ChangeLines {
    /** Longer than any change: the longest holds a project's configuration. */
    static final int LONGEST = 8 << 20;

    private final InputStream from;

    ChangeLines(InputStream from) {
        this.from = new BufferedInputStream(from);
    }

    /**
     * The next one without its end; null if there is none that is whole.
     *
     * @throws RefusedException if it is longer than any change
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = from.read(); b >= 0; b = from.read()) {
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() == LONGEST) {
                throw new RefusedException("A change that a step wrote down is longer than " + LONGEST
                        + " bytes; no change is that long. Find out who changes the step's files on its agent");
            }
            line.write(b);
        }
        return null;
    }
}
