package io.jenkins.plugins.slipway.engine.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a report, whatever encoding it has. Nothing that is not in this encoding is guessed at, and no line and no
 * tag is longer than memory should bear.
 */
final class ReportText extends Reader {
    /** The largest reports in the wild are some hundred megabytes, mostly captured output. */
    static final long LARGEST = 512L << 20;

    /** Characters of a tag or a line. The longest tags in the wild carry a failure's whole output in an attribute. */
    static final int LONGEST = 16 << 20;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(16 * 1024).flip();
    private boolean end;
    private long line = 1;
    private final boolean byLine;
    private boolean inTag;
    private char before;
    private int length;
    private @Nullable String fault;

    private ReportText(InputStream in, CharsetDecoder decoder, boolean byLine) {
        this.in = in;
        this.decoder = decoder;
        this.byLine = byLine;
    }

    /**
     * Opens a report whose every character counts.
     *
     * @param name how messages call the file
     */
    static ReportText strict(Path file, String name) throws IOException, UnreadableReportException {
        return open(file, name, CodingErrorAction.REPORT);
    }

    /**
     * Opens a report that is read line by line, in which a name may be in another encoding than the rest; what cannot be read of
     * it is replaced.
     */
    static ReportText byLine(Path file, String name) throws IOException, UnreadableReportException {
        return open(file, name, CodingErrorAction.REPLACE);
    }

    private static ReportText open(Path file, String name, CodingErrorAction onFault)
            throws IOException, UnreadableReportException {
        if (Files.size(file) > LARGEST) {
            throw new UnreadableReportException(name + " is larger than " + (LARGEST >> 20) + " MB");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(ReportEncoding.HEAD);
            ReportEncoding encoding = ReportEncoding.of(in.readNBytes(ReportEncoding.HEAD), name);
            in.reset();
            in.skipNBytes(encoding.mark());
            return new ReportText(
                    in,
                    encoding.charset().newDecoder().onMalformedInput(onFault).onUnmappableCharacter(onFault),
                    onFault == CodingErrorAction.REPLACE);
        } catch (IOException | UnreadableReportException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** What was wrong with the text, beginning with the line and without the file; null if nothing was. */
    @Nullable
    String fault() {
        return fault;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(buffer, offset, length);
        int start = out.position();
        while (true) {
            CoderResult result = decoder.decode(bytes, out, end);
            int count = out.position() - start;
            if (count > 0) {
                watch(buffer, offset, count);
                return count;
            }
            if (result.isError()) {
                throw fail(line + " is not written in " + decoder.charset().name() + ": there is the byte 0x"
                        + String.format("%02X", bytes.get(bytes.position())));
            }
            if (end) {
                return -1;
            }
            bytes.compact();
            int more = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = more < 0;
            bytes.position(bytes.position() + Math.max(0, more));
            bytes.flip();
        }
    }

    private void watch(char[] buffer, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            char c = buffer[i];
            if (c == '\n') {
                line++;
            }
            if (c == (byLine ? '\n' : '<')) {
                length = 0;
            }
            // Not <! of a comment or of text that is not parsed, which may be of any length.
            inTag = before == '<' ? c != '!' : inTag && c != '>';
            before = c;
            if ((byLine || inTag) && ++length > LONGEST) {
                throw fail(line + " has a " + (byLine ? "line" : "tag") + " of more than " + (LONGEST >> 20)
                        + " million characters");
            }
        }
    }

    private IOException fail(String what) {
        fault = what;
        return new IOException(what);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
