package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which phase was begun last, beside the state. Only a word in a sentence depends on it, so it need not survive the loss of power, and a
 * deployment does not wait for the disk at each of its phases.
 */
public final class PhaseNote {
    private PhaseNote() {}

    /** Whether nothing but the name of the phase has changed. */
    public static boolean suffices(EnvironmentState before, EnvironmentState after) {
        EnvironmentState.Attempt was = before.attempt();
        EnvironmentState.Attempt is = after.attempt();
        return was != null
                && is != null
                && before.withAttempt(was.inPhase(is.phase(), false)).equals(after);
    }

    public static void write(Layout layout, EnvironmentState state) {
        EnvironmentState.Attempt attempt = state.attempt();
        if (attempt != null) {
            try {
                PrivateFiles.writeString(file(layout), attempt.next().spec().token() + " " + attempt.phase() + "\n");
            } catch (IOException e) {
                // The sentence will name an earlier phase.
                return;
            }
        }
    }

    /** The state with the phase, where the note is of the same attempt and not of an earlier one. */
    public static EnvironmentState addTo(EnvironmentState state, Layout layout) {
        EnvironmentState.Attempt attempt = state.attempt();
        if (attempt == null || !Files.exists(file(layout))) {
            return state;
        }
        try {
            String[] words = Files.readString(file(layout), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ");
            boolean same = words.length == 2
                    && words[0].equals(Integer.toString(attempt.next().spec().token()));
            return same ? state.withAttempt(attempt.inPhase(words[1], false)) : state;
        } catch (IOException e) {
            return state;
        }
    }

    private static Path file(Layout layout) {
        return layout.state().resolveSibling("phase");
    }
}
