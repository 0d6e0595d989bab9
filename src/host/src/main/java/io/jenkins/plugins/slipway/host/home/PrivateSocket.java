package io.jenkins.plugins.slipway.host.home;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where a process of the host is asked: in the home, or in a private directory elsewhere when the system could not take so long a path. */
public enum PrivateSocket {
    /** Of the daemon. */
    CONTROL("control.sock", "socket"),
    /** Of the router. */
    ROUTER("router.sock", "router-socket");

    /** Systems allow 104 to 108 bytes. */
    private static final int LONGEST = 100;

    private final String file;
    private final String pointer;

    PrivateSocket(String file, String pointer) {
        this.file = file;
        this.pointer = pointer;
    }

    /**
     * Chooses the place and writes it down.
     *
     * @param runtimeDirectory where a private directory may be made
     * @throws BadInputException if that directory is somebody else's
     */
    public Path place(HostHome home, String runtimeDirectory) throws IOException {
        Path inHome = home.directory().resolve(file);
        Path result = inHome;
        if (inHome.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            Path directory = Path.of(runtimeDirectory).resolve("slipway-" + home.id());
            makePrivate(directory);
            result = directory.resolve(file);
        }
        // Not written again: a full disk does not keep anything from being started that ran before.
        if (!find(home).equals(Optional.of(result))) {
            AtomicFile.write(
                    home.directory().resolve(pointer), result.toString().getBytes(StandardCharsets.UTF_8));
        }
        return result;
    }

    /** Where the process that runs, if one runs, listens. */
    public Optional<Path> find(HostHome home) throws IOException {
        Path place = home.directory().resolve(pointer);
        return Files.exists(place) ? Optional.of(Path.of(Files.readString(place))) : Optional.empty();
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
                        "a socket of the host cannot be in " + directory
                                + ": the directory belongs to somebody else or is open to others. Remove it, or use a shorter --home",
                        e);
            }
        }
    }
}
