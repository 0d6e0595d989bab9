package io.jenkins.plugins.slipway.host.backup;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backups of one environment, each in a folder of its own. One writer at a time. */
public final class Backups {
    private static final String MANIFEST = "backup.json";
    private static final String PARTIAL = ".partial-";
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern ID_FORM = Pattern.compile("[0-9]{8}-[0-9]{6}(-[0-9]+)?");
    /** Files of single deployments: data versions, and backups of the time when they had no folders. */
    private static final Pattern OF_DEPLOYMENT = Pattern.compile("([0-9]+)-.+\\.(version|undo|backup)");

    private final Path folder;

    public Backups(Path folder) {
        this.folder = folder;
    }

    /** Newest first. Folders that hold no whole backup are left out. */
    public List<Backup> list() throws IOException {
        List<Backup> result = new ArrayList<>();
        for (Path entry : entries()) {
            if (ID_FORM.matcher(name(entry)).matches() && Files.exists(entry.resolve(MANIFEST))) {
                result.add(HostJson.MAPPER.readValue(Files.readAllBytes(entry.resolve(MANIFEST)), Backup.class));
            }
        }
        result.sort(Comparator.comparing(Backup::time).thenComparing(Backup::id).reversed());
        return result;
    }

    public Optional<Backup> find(String id) throws IOException {
        return list().stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    /** The folder of a backup, to which the paths of its parts are relative. */
    public Path folder(Backup backup) {
        return folder.resolve(backup.id());
    }

    /** The backup in a folder. */
    public static Optional<Backup> in(Path folder) throws IOException {
        Path manifest = folder.resolve(MANIFEST);
        return Files.exists(manifest)
                ? Optional.of(HostJson.MAPPER.readValue(Files.readAllBytes(manifest), Backup.class))
                : Optional.empty();
    }

    /** An empty folder for a backup that is being made. What earlier attempts have left is removed. */
    public Path begin(String id) throws IOException {
        for (Path entry : entries()) {
            if (name(entry).startsWith(PARTIAL)) {
                Trees.remove(entry);
            }
        }
        Path partial = folder.resolve(PARTIAL + id);
        PrivateFiles.createDirectories(partial);
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwx------"));
        return partial;
    }

    /** An id that no backup has yet. */
    public String id(Instant time) {
        String base = ID.format(time);
        String id = base;
        for (int number = 2; Files.exists(folder.resolve(id)); number++) {
            id = base + "-" + number;
        }
        return id;
    }

    /** Makes a backup out of the folder: it is there as a whole from now on. */
    public Path finish(Backup backup, Path partial) throws IOException {
        AtomicFile.write(partial.resolve(MANIFEST), HostJson.MAPPER.writeValueAsBytes(backup));
        return Files.move(partial, folder.resolve(backup.id()), StandardCopyOption.ATOMIC_MOVE);
    }

    public void discard(Path partial) throws IOException {
        Trees.remove(partial);
    }

    /**
     * Removes what need not be kept.
     *
     * @param keep how many of the newest stay
     * @param age after which even those go, but for the newest
     * @param deployment whose backup stays whatever its age: the way back from what is live
     * @return the ids that are gone
     */
    public List<String> prune(int keep, Duration age, Instant now, int deployment) throws IOException {
        List<String> gone = new ArrayList<>();
        List<Backup> all = list();
        for (int i = 1; i < all.size(); i++) {
            Backup backup = all.get(i);
            boolean old = i >= keep || backup.time().isBefore(now.minus(age));
            if (old && (backup.deployment() == 0 || backup.deployment() != deployment)) {
                // No part of it may be taken for a backup while it goes.
                Trees.remove(Files.move(
                        folder(backup), folder.resolve(PARTIAL + backup.id()), StandardCopyOption.ATOMIC_MOVE));
                gone.add(backup.id());
            }
        }
        pruneFiles(keep, now.minus(age), deployment);
        return gone;
    }

    private void pruneFiles(int keep, Instant oldest, int deployment) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path entry : entries()) {
            if (OF_DEPLOYMENT.matcher(name(entry)).matches() && number(entry) < deployment) {
                files.add(entry);
            }
        }
        List<Integer> numbers = files.stream()
                .map(Backups::number)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        for (Path file : files) {
            FileTime time = Files.getLastModifiedTime(file);
            if (numbers.indexOf(number(file)) >= keep || time.toInstant().isBefore(oldest)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int number(Path file) {
        Matcher matcher = OF_DEPLOYMENT.matcher(name(file));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private List<Path> entries() throws IOException {
        List<Path> result = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(result::add);
            }
        }
        return result;
    }
}
