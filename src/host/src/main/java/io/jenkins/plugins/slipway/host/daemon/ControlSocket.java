package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where the control socket is: in the home, or in a private directory elsewhere when the system could not take so long a path. */
final class ControlSocket {
    /** Systems allow 104 to 108 bytes. */
    private static final int LONGEST = 100;

    private ControlSocket() {}

    /** Chooses the place and writes it down. */
    static Path place(HostHome home, String runtimeDirectory) throws IOException {
        Path inHome = home.directory().resolve("control.sock");
        Path result = inHome;
        if (inHome.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            Path directory = Path.of(runtimeDirectory).resolve("slipway-" + home.id());
            makePrivate(directory);
            result = directory.resolve("control.sock");
        }
        AtomicFile.write(home.socketFile(), result.toString().getBytes(StandardCharsets.UTF_8));
        return result;
    }

    /** Where the daemon that runs, if one runs, listens. */
    static Optional<Path> find(HostHome home) throws IOException {
        return Files.exists(home.socketFile())
                ? Optional.of(Path.of(Files.readString(home.socketFile())))
                : Optional.empty();
    }

    private static void makePrivate(Path directory) throws IOException {
        var onlyOwner = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(onlyOwner));
        } catch (FileAlreadyExistsException e) {
            boolean real = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
            boolean mine = real
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getOwner(Path.of("/proc/self").toRealPath()));
            if (!mine || !Files.getPosixFilePermissions(directory).equals(Set.copyOf(onlyOwner))) {
                throw new BadInputException(
                        "the control socket cannot be in " + directory
                                + ": the directory belongs to somebody else or is open to others. Remove it, or use a shorter --home",
                        e);
            }
        }
    }
}
