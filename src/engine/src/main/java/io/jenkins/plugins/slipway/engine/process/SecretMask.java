package io.jenkins.plugins.slipway.engine.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A sink that leaves secrets out. It keeps back only what may be the beginning of one. */
public final class SecretMask implements OutputSink {
    private static final byte[] MASK = Secrets.MASK.getBytes(StandardCharsets.UTF_8);

    private final List<byte[]> forms;
    private final OutputSink to;
    private final boolean[] begins = new boolean[256];
    private byte[] pending = new byte[0];

    /** @param forms what to leave out, the longest first */
    SecretMask(List<byte[]> forms, OutputSink to) {
        this.forms = forms;
        this.to = to;
        forms.forEach(form -> begins[form[0] & 0xff] = true);
    }

    @Override
    public synchronized void write(byte[] buffer, int offset, int length) throws IOException {
        if (forms.isEmpty()) {
            to.write(buffer, offset, length);
            return;
        }
        byte[] text = new byte[pending.length + length];
        System.arraycopy(pending, 0, text, 0, pending.length);
        System.arraycopy(buffer, offset, text, pending.length, length);
        pass(text, false);
    }

    /** Passes on what was kept back: nothing follows that could make a secret of it. */
    public synchronized void flush() throws IOException {
        pass(pending, true);
    }

    private void pass(byte[] text, boolean last) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int at = 0;
        int from = 0;
        while (at < text.length) {
            int found = begins[text[at] & 0xff] ? match(text, at, last) : 0;
            if (found == 0) {
                at++;
                continue;
            }
            out.write(text, from, at - from);
            from = at;
            if (found < 0) {
                break;
            }
            out.write(MASK, 0, MASK.length);
            at += found;
            from = at;
        }
        if (at >= text.length && from < text.length) {
            out.write(text, from, text.length - from);
            from = text.length;
        }
        pending = Arrays.copyOfRange(text, from, text.length);
        if (out.size() > 0) {
            to.write(out.toByteArray(), 0, out.size());
        }
    }

    /** The length of the longest secret that begins there; 0 for none; -1 if more text may complete one that is longer. */
    private int match(byte[] text, int at, boolean last) {
        for (byte[] form : forms) {
            int known = Math.min(form.length, text.length - at);
            boolean same = Arrays.equals(text, at, at + known, form, 0, known);
            if (same && known == form.length) {
                return known;
            }
            if (same && !last) {
                return -1;
            }
        }
        return 0;
    }
}
