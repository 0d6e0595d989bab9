package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The border of a sandbox: a command begins behind it, with its variables. What makes it has none of them.
 *
 * @param program bubblewrap
 * @param options what it is to show and to forbid; given to it in private, so that no list of processes shows them
 */
public record SandboxBorder(Path program, List<String> options) {
    public SandboxBorder {
        options = List.copyOf(options);
    }

    /** The same with more options. */
    public SandboxBorder with(List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more);
        return new SandboxBorder(program, all);
    }

    /** The words to put before a command that has variables of Slipway's own only. */
    public List<String> prefix() {
        List<String> words = new ArrayList<>();
        words.add(program.toString());
        words.addAll(options);
        words.add("--");
        return words;
    }
}
