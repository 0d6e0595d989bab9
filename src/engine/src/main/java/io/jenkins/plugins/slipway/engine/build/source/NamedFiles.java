package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.Texts;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names files in a sentence: the first ones, and how many there are. */
public final class NamedFiles {
    private static final int SHOWN = 3;

    private NamedFiles() {}

    /** Such as {@code 2 files (a.png, b.png)}. */
    public static String of(Collection<String> names) {
        return names.size()
                + (names.size() == 1 ? " file (" : " files (")
                + names.stream().limit(SHOWN).map(Texts::line).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? ", …)" : ")");
    }
}
