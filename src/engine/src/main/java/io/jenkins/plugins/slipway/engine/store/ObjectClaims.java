package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.object.ObjectRecords;
import io.jenkins.plugins.slipway.engine.release.Claims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What subscriptions claim, in all databases of objects: the files of a state home and those that environments name. */
public final class ObjectClaims implements Claims {
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

    /** The folder of an environment's file. */
    public static Path folder(Path home, String project, String environment) {
        return home.resolve("objects").resolve(project).resolve(environment);
    }

    @Override
    public Map<Integer, String> of(String project) {
        Map<Integer, String> all = new TreeMap<>();
        Path folder = home.resolve("objects").resolve(project);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> environments = Files.newDirectoryStream(folder, Files::isDirectory)) {
                for (Path environment : environments) {
                    add(all, SqlObjects.openIn(environment, clock), project);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The objects in " + folder + " cannot be listed", e);
            }
        }
        addresses.forEach(address -> add(all, SqlObjects.open(address, clock), project));
        return all;
    }

    private static void add(Map<Integer, String> all, ObjectRecords records, String project) {
        try (records) {
            all.putAll(records.claims(project));
        }
    }
}
