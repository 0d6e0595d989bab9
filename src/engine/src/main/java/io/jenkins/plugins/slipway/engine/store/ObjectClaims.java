package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.release.Claims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What subscriptions claim, in all databases of objects: the files of a state home, servers that environments name, and servers that
 * the state home remembers, because an environment may no longer be declared while a third party still delivers to it.
 */
public final class ObjectClaims implements Claims {
    private static final String SERVER = "servers";

    private final Path home;
    private final Collection<String> addresses;
    private final Clock clock;

    /**
     * @param addresses of PostgreSQL databases
     */
    public ObjectClaims(Path home, Collection<String> addresses, Clock clock) {
        this.home = home;
        this.addresses = List.copyOf(addresses);
        this.clock = clock;
    }

    /**
     * Notes which server an environment keeps its objects on, readable by the owner alone: the address may have a password.
     *
     * @param address of a PostgreSQL database
     */
    public static void remember(Path home, String project, String environment, String address) {
        Path folder = folder(home, project, environment);
        Path draft = folder.resolve(SERVER + ".tmp");
        try {
            if (servers(folder).contains(address)) {
                return;
            }
            PrivateFiles.createDirectories(folder);
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            List<String> all = new ArrayList<>(servers(folder));
            all.add(address);
            Files.write(draft, all);
            Files.move(draft, folder.resolve(SERVER), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The database of objects of " + environment + " cannot be noted", e);
        }
    }

    private static List<String> servers(Path folder) throws IOException {
        Path note = folder.resolve(SERVER);
        return Files.exists(note) ? Files.readAllLines(note) : List.of();
    }

    /** The folder of an environment's file. */
    public static Path folder(Path home, String project, String environment) {
        return folder(home, project).resolve(Names.requirePlain("environment", environment));
    }

    private static Path folder(Path home, String project) {
        return home.resolve("objects").resolve(Names.requirePlain("project", project));
    }

    @Override
    public Map<Integer, String> of(String project) {
        Map<Integer, String> all = new TreeMap<>();
        Set<String> servers = new LinkedHashSet<>(addresses);
        Path folder = folder(home, project);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> environments = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path environment : environments) {
                    servers.addAll(servers(environment));
                    if (Files.exists(environment.resolve("slipway.mv.db"))) {
                        add(all, SqlObjects.openIn(environment, clock), project);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The objects in " + folder + " cannot be listed", e);
            }
        }
        servers.forEach(address -> add(all, SqlObjects.open(address, clock), project));
        return all;
    }

    private static void add(Map<Integer, String> all, ObjectRecords records, String project) {
        try (records) {
            all.putAll(records.claims(project));
        }
    }
}
