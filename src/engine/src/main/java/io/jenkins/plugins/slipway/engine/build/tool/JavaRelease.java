package io.jenkins.plugins.slipway.engine.build.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an installation of Java says of itself in its file {@code release}. To start one only to ask it takes a tenth of a second. */
final class JavaRelease {
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([0-9][0-9._]*)\"$");

    private JavaRelease() {}

    /** The version of the installation whose {@code bin/java} or {@code bin/javac} the program is; empty if it is none or does not say. */
    static Optional<String> version(Path program) {
        try {
            Path real = program.toRealPath();
            Path bin = real.getParent();
            String name = Objects.requireNonNull(real.getFileName()).toString();
            if (bin == null || !bin.endsWith("bin") || !name.equals("java") && !name.equals("javac")) {
                return Optional.empty();
            }
            Path release = bin.resolveSibling("release");
            if (!Files.isRegularFile(release)) {
                return Optional.empty();
            }
            Matcher version = VERSION.matcher(Files.readString(release, StandardCharsets.ISO_8859_1));
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
