package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.process.TerminalStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/**
 * The log of a step without the secrets of its hooks, and without characters that a terminal or a console would obey. The command
 * leaves both out already; this is the second look, as the agent is not trusted, with all the forms of secrets that Jenkins knows.
 */
final class MaskedLog {
    private MaskedLog() {}

    /** A stream into the log. */
    @NonNull
    static OutputStream of(@NonNull StepWork work, @NonNull Run<?, ?> run, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        OutputStream log = new StepWordsStream(new TerminalStream(listener.getLogger(), false));
        if (work.credentials().isEmpty()) {
            return log;
        }
        List<String> hidden;
        try {
            hidden = HookSecrets.of(work.credentials(), run).hidden();
        } catch (AbortException e) {
            // A credential was deleted while the step ran: what the command leaves out is left out.
            return log;
        }
        Pattern pattern = SecretPatterns.getAggregateSecretPattern(hidden);
        OutputStream open = new FilterOutputStream(log) {
            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                // The log goes on after the step.
                flush();
            }
        };
        return new SecretPatterns.MaskingOutputStream(open, () -> pattern, StandardCharsets.UTF_8.name());
    }
}
