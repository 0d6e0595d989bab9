package io.jenkins.plugins.slipway.engine.build.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether a program is still the one that was asked: by the file that its name leads to, with size, times and place on the
 * disk, and by the folders that an installation of another version writes to.
 */
final class ToolStamp {
    /** No stamp: what the program says may change without any file of it. */
    static final String NONE = "";

    private static final Duration RACY = Duration.ofSeconds(2);
    private static final Pattern SHELL = Pattern.compile("#!\\s*\\S*(/|\\s)(sh|bash|dash|zsh|ksh|fish)\\b[\\s\\S]*");

    /** Programs of these stand in for the version that settings elsewhere choose. */
    private static final Set<String> MANAGERS =
            Set.of("shims", "rustup", "corepack", "volta-shim", ".volta", "mise", ".asdf", ".pyenv", ".rbenv", ".jenv");

    private ToolStamp() {}

    /** The stamp of a program as it is now; {@link #NONE} if it has to be asked each time. */
    static String of(Path program) throws IOException {
        Path real = program.toRealPath();
        Path directory = Objects.requireNonNull(real.getParent());
        Path library = directory.resolveSibling("lib");
        // Such as /usr/share/maven/bin beside /usr/share/maven/lib; /usr/bin and /usr/local/bin belong to nobody.
        boolean ownFolder =
                directory.getNameCount() > 2 && !directory.startsWith("/usr/local/bin") && Files.isDirectory(library);
        if (isManaged(program) || isManaged(real) || isShell(real) && !ownFolder) {
            return NONE;
        }
        StringBuilder stamp = new StringBuilder(real.toString());
        Instant newest = Instant.EPOCH;
        for (Path witness : new Path[] {real, directory, library, directory.resolve("sdk")}) {
            if (Files.exists(witness)) {
                Map<String, Object> all = Files.readAttributes(witness, "unix:size,lastModifiedTime,ctime,ino");
                stamp.append(' ').append(all.get("size")).append(' ').append(all.get("lastModifiedTime"));
                stamp.append(' ').append(all.get("ctime")).append(' ').append(all.get("ino"));
                Instant changed = ((FileTime) Objects.requireNonNull(all.get("ctime"))).toInstant();
                newest = witness.equals(real) && changed.isAfter(newest) ? changed : newest;
            }
        }
        // A clock may not tell a change from the one in the same moment before.
        return newest.isBefore(Instant.now().minus(RACY)) ? stamp.toString() : NONE;
    }

    private static boolean isManaged(Path path) {
        for (Path part : path) {
            if (MANAGERS.contains(part.toString())) {
                return true;
            }
        }
        return Files.exists(path.resolveSibling("rustup"));
    }

    /** A script of the shell mostly starts something else, whose version it tells. */
    private static boolean isShell(Path program) throws IOException {
        try (InputStream content = Files.newInputStream(program)) {
            return SHELL.matcher(new String(content.readNBytes(80), StandardCharsets.ISO_8859_1))
                    .matches();
        }
    }
}
