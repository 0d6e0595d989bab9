package io.jenkins.plugins.slipway.host.home;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a state home to its owner: nobody else reads, writes or enters it. A home that others could have written to is not used. On file
 * systems without owners nothing is checked.
 */
public final class HomeGuard {
    /** Says that everything below was made, or mended, as it has to be. */
    private static final String MARK = ".private";

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path SELF = Path.of("/proc/self");
    private static final int PRIVATE = 077;

    private HomeGuard() {}

    /**
     * Makes the home if it is not there, closes it to others if it is open, and everything below it, once.
     *
     * @throws BadInputException if it is somebody else's, a link, or others may write to it
     * @throws IOException if it cannot be made or changed
     */
    public static void secure(Path home) throws IOException {
        check(home);
        PrivateFiles.createDirectories(home);
        if (!owners(home)) {
            return;
        }
        // The top first: from then on nobody comes to what is below.
        seal(home);
        Path mark = home.resolve(MARK);
        if (!Files.exists(mark)) {
            sealAll(home);
            PrivateFiles.touch(mark);
        }
    }

    /**
     * Refuses a home that is not this user's alone. One that is not there is in order.
     *
     * @throws BadInputException with the reason and what to do
     */
    public static void check(Path home) throws IOException {
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS) || !owners(home)) {
            return;
        }
        if (Files.isSymbolicLink(home)) {
            throw new BadInputException(
                    "the state home " + home + " is a symbolic link, to " + Files.readSymbolicLink(home)
                            + ", which somebody could redirect. Name the folder itself with ‘--home’ or SLIPWAY_HOME");
        }
        if (!Files.isDirectory(home)) {
            return;
        }
        // The folder, not a file in it: those are root's where the program has rights of its own.
        if (uid(home) != uid(SELF.toRealPath())) {
            throw new BadInputException("the state home " + home + " belongs to user ‘"
                    + Files.getOwner(home).getName()
                    + "’ and not to ‘" + System.getProperty("user.name")
                    + "’. Run slipway as that user, or choose another home with ‘--home’ or SLIPWAY_HOME");
        }
        if (permissions(home).contains(PosixFilePermission.OTHERS_WRITE) && !empty(home)) {
            throw new BadInputException(
                    "the state home " + home + " can be written by every user of this machine, so its content"
                            + " may come from anybody. Check that it is yours, then ‘chmod 700 " + home
                            + "’, or choose another home with"
                            + " ‘--home’ or SLIPWAY_HOME");
        }
    }

    /**
     * For the end of a command that was started with a umask under which what other programs and libraries made is open to others:
     * closes it. The launcher starts commands with one under which nothing is.
     */
    public static void sealIfLax(Path home) throws IOException {
        if (Files.exists(home.resolve(MARK)) && (umask() & PRIVATE) != PRIVATE) {
            sealAll(home);
        }
    }

    /** Lets a server that runs as another user pass through the folders above its own; it sees nothing of what is in them. */
    public static boolean letThrough(@Nullable Path folder, int group) throws IOException {
        Path top = folder;
        while (top != null && !Files.exists(top.resolve(MARK))) {
            top = top.getParent();
        }
        if (top == null) {
            return false;
        }
        for (Path path = folder; path != null && path.startsWith(top); path = path.getParent()) {
            Files.setAttribute(path, "unix:gid", group);
            Set<PosixFilePermission> open = EnumSet.copyOf(OWNER);
            open.add(PosixFilePermission.GROUP_EXECUTE);
            Files.setPosixFilePermissions(path, open);
        }
        return true;
    }

    /**
     * Goes by paths, which is safe against links that another user puts in the way: a directory is closed before its entries are read,
     * and from then on nobody else changes them, not even who had opened it or was in it before. Who could is its owner, so what belongs
     * to others is neither entered nor changed.
     */
    private static void sealAll(Path home) throws IOException {
        int self = uid(home);
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!belongsTo(self, directory)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return sealQuietly(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return attributes.isSymbolicLink() || !belongsTo(self, file)
                        ? FileVisitResult.CONTINUE
                        : sealQuietly(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // It has gone meanwhile, or is another user's, such as a server's.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, java.io.IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean belongsTo(int user, Path path) {
        try {
            return uid(path) == user;
        } catch (IOException e) {
            return false;
        }
    }

    private static FileVisitResult sealQuietly(Path path) {
        try {
            seal(path);
            return FileVisitResult.CONTINUE;
        } catch (IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static void seal(Path path) throws IOException {
        Set<PosixFilePermission> before = permissions(path);
        Set<PosixFilePermission> after = EnumSet.noneOf(PosixFilePermission.class);
        after.addAll(before);
        after.retainAll(OWNER);
        if (before.contains(PosixFilePermission.GROUP_EXECUTE) && letsServersThrough(path)) {
            after.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (!after.equals(before)) {
            Files.setPosixFilePermissions(path, after);
        }
    }

    /** As by {@link #letThrough}: a folder of root with another group. */
    private static boolean letsServersThrough(Path path) throws IOException {
        return uid(path) == 0
                && (int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS) != 0
                && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Set<PosixFilePermission> permissions(Path path) throws IOException {
        return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean owners(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix") && Files.exists(STATUS);
    }

    private static boolean empty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /** Of this process; none that keeps anything from others if it cannot be told. */
    private static int umask() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return PRIVATE;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("Umask:")) {
                return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
            }
        }
        return 0;
    }
}
