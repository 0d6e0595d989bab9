package io.jenkins.plugins.slipway.engine.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Shows the entries of an artifact to a visitor. */
final class EntryReading {
    private EntryReading() {}

    /** How many entries there were. */
    static long read(TarReader reader, ArtifactStore.EntryVisitor visitor) throws IOException {
        long entries = 0;
        for (TreeEntry entry = reader.next(); entry != null; entry = reader.next()) {
            switch (entry.kind()) {
                case DIRECTORY -> visitor.directory(entry.name());
                case LINK -> visitor.link(entry.name(), entry.link());
                case FILE -> {
                    try (InputStream content = new Content(reader, entry.size())) {
                        visitor.file(entry.name(), entry.executable(), entry.size(), content);
                    }
                }
            }
            entries++;
        }
        return entries;
    }

    /** The content of one file; what is not taken of it is skipped when it is closed. */
    private static final class Content extends InputStream {
        private final TarReader reader;
        private final long size;
        private long left;
        private boolean closed;

        Content(TarReader reader, long size) {
            this.reader = reader;
            this.size = size;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int taken = reader.part(into, offset, (int) Math.min(left, length));
            left -= taken;
            return taken;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                transferTo(OutputStream.nullOutputStream());
                reader.skipPadding(size);
            }
        }
    }
}
