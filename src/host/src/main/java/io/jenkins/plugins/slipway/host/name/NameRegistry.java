package io.jenkins.plugins.slipway.host.name;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Which environment holds which host name, kept on disk. A name is held from the phase {@code prepare} of the first deployment that
 * declares it until a deployment of its holder without it is live, its holder is gone, or somebody releases it. Safe for use by several
 * threads.
 */
public final class NameRegistry {
    private final Path file;
    private final Clock clock;
    private final boolean fresh;
    private TreeMap<String, Holding> holdings;

    /** Whose a name is. */
    public record Owner(String project, String environment) {
        String inWords() {
            return "environment ‘" + environment + "’ of project ‘" + project + "’";
        }
    }

    /**
     * @param name as by {@link HostName#canonical}
     * @param since when its holder first declared it, in ISO 8601
     */
    public record Holding(String name, String project, String environment, String since) {
        Owner owner() {
            return new Owner(project, environment);
        }
    }

    private record Content(int format, List<Holding> names) {}

    private NameRegistry(Path file, Clock clock, @Nullable Content content) {
        this.file = file;
        this.clock = clock;
        this.fresh = content == null;
        this.holdings = new TreeMap<>();
        if (content != null) {
            content.names().forEach(one -> holdings.put(one.name(), one));
        }
    }

    /** Reads what is kept. A file that cannot be understood is put aside, and names are taken from what is live. */
    public static NameRegistry open(Path file, Clock clock) throws IOException {
        if (!Files.exists(file)) {
            return new NameRegistry(file, clock, null);
        }
        try {
            return new NameRegistry(file, clock, HostJson.MAPPER.readValue(Files.readAllBytes(file), Content.class));
        } catch (JacksonException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            System.err.println("who holds which host name cannot be read (" + e.getMessage() + "); that file is "
                    + aside + " now, and names go to whichever environment has been live longest");
            return new NameRegistry(file, clock, null);
        }
    }

    /** Whether nothing was kept: who held names before is to be told by {@link #adopt}. */
    public boolean fresh() {
        return fresh;
    }

    /**
     * Takes names for an environment, all or none. What it holds already it keeps.
     *
     * @param names as by {@link HostName#canonical}
     * @throws RefusedException if another environment holds one of them; nothing was changed
     * @throws LifecycleFailedException if that cannot be written down; nothing was changed
     */
    public synchronized void claim(Owner owner, Collection<String> names) {
        for (String name : new TreeSet<>(names)) {
            String refusal = refusal(owner, name);
            if (refusal != null) {
                throw new RefusedException(refusal);
            }
        }
        keep(with(owner, names));
    }

    /**
     * Takes for an environment, of these names, those that nobody else holds.
     *
     * @return why it did not get the others, a sentence each
     */
    public synchronized List<String> adopt(Owner owner, Collection<String> names) {
        TreeMap<String, String> refused = new TreeMap<>();
        for (String name : names) {
            String refusal = refusal(owner, name);
            if (refusal != null) {
                refused.put(name, refusal);
            }
        }
        keep(with(
                owner, names.stream().filter(name -> !refused.containsKey(name)).toList()));
        return List.copyOf(refused.values());
    }

    /** Gives back all names of an environment but these. */
    public synchronized void retain(Owner owner, Collection<String> names) {
        TreeMap<String, Holding> next = new TreeMap<>(holdings);
        next.values().removeIf(one -> one.owner().equals(owner) && !names.contains(one.name()));
        keep(next);
    }

    /** Gives back all names of environments that are not among these. */
    public synchronized void retain(Set<Owner> owners) {
        TreeMap<String, Holding> next = new TreeMap<>(holdings);
        next.values().removeIf(one -> !owners.contains(one.owner()));
        keep(next);
    }

    /**
     * Gives a name back in its holder's place. The holder's next deployment takes it again, if nobody else has by then.
     *
     * @throws BadInputException if nobody holds it
     */
    public synchronized Holding release(String name) {
        Holding holding = holdings.get(name);
        if (holding == null) {
            throw new BadInputException("no environment of this home holds the name ‘" + name
                    + "’; ‘slipway host names’ lists those that are held");
        }
        TreeMap<String, Holding> next = new TreeMap<>(holdings);
        next.remove(name);
        keep(next);
        return holding;
    }

    /** All that is held, by name. */
    public synchronized List<Holding> all() {
        return List.copyOf(holdings.values());
    }

    /** Of these names, those at which an environment may answer. */
    public synchronized Set<String> of(Owner owner, Collection<String> names) {
        String own = MainAddress.host(owner.project(), owner.environment());
        return names.stream()
                .filter(name -> {
                    Holding holding = holdings.get(name);
                    return HostName.isWithin(name, own)
                            || (holding != null && holding.owner().equals(owner));
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Why an environment may not have a name; null if it may. */
    private @Nullable String refusal(Owner owner, String name) {
        String own = MainAddress.host(owner.project(), owner.environment());
        if (HostName.isWithin(name, own)) {
            return null;
        }
        String reserved = HostName.generatedAbove(name);
        if (!reserved.isEmpty()) {
            return "the host name ‘" + name + "’ is not for " + owner.inWords() + ": " + reserved
                    + " and all names below it belong to " + whose(reserved)
                    + ", whether there is one yet or not. This environment’s own name is "
                    + own + "; change the route or ‘domains’, then deploy again";
        }
        Holding holding = holdings.get(name);
        if (holding == null || holding.owner().equals(owner)) {
            return null;
        }
        return "the host name ‘" + name + "’ belongs to " + holding.owner().inWords() + " since " + holding.since()
                + ", so " + owner.inWords()
                + " cannot answer there. Give it another name (‘routes’, ‘domains’), or deploy "
                + holding.owner().inWords() + " without it, or let the operator give it back with ‘slipway host names"
                + " --release " + name + "’; then deploy again";
    }

    /** A name with a mark in it does not tell what it was made of. */
    private static String whose(String generated) {
        String[] labels = generated.split("\\.");
        return MainAddress.host(labels[1], labels[0]).equals(generated)
                ? new Owner(labels[1], labels[0]).inWords()
                : "the environment that this host calls so";
    }

    private TreeMap<String, Holding> with(Owner owner, Collection<String> names) {
        String own = MainAddress.host(owner.project(), owner.environment());
        TreeMap<String, Holding> next = new TreeMap<>(holdings);
        for (String name : names) {
            // What lies below its generated name nobody else can have.
            if (!HostName.isWithin(name, own)) {
                next.putIfAbsent(
                        name,
                        new Holding(
                                name,
                                owner.project(),
                                owner.environment(),
                                clock.instant().toString()));
            }
        }
        return next;
    }

    private void keep(TreeMap<String, Holding> next) {
        if (next.equals(holdings) && Files.exists(file)) {
            return;
        }
        try {
            AtomicFile.write(file, HostJson.MAPPER.writeValueAsBytes(new Content(1, List.copyOf(next.values()))));
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "who holds which host name cannot be written to " + file + ": " + e.getMessage(), e);
        }
        holdings = next;
    }
}
