package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.name.NameRegistry;
import io.jenkins.plugins.slipway.host.name.NameRegistry.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The host names that one environment claims and holds. */
final class HostNameClaims {
    private final EnvironmentRuntime runtime;
    private final NameRegistry registry;
    private final Owner owner;

    HostNameClaims(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.registry = runtime.tools().names();
        this.owner = new Owner(runtime.layout().project(), runtime.layout().environment());
    }

    /**
     * Takes the names of a release before anything is touched.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if one belongs to another environment
     */
    void claim(Installation next) {
        registry.claim(owner, EnvironmentAddresses.of(next.spec()));
    }

    /** Gives back what neither the live release, nor the one under way, nor a kept one declares. */
    void settle() {
        registry.retain(owner, declared());
    }

    /** At which of its names a release answers. */
    Set<String> of(Installation installation) {
        return registry.of(owner, EnvironmentAddresses.of(installation.spec()));
    }

    private Set<String> declared() {
        EnvironmentState state = runtime.state();
        Set<String> result = new TreeSet<>();
        add(result, state.live());
        add(result, state.kept());
        add(result, state.attempt() == null ? null : state.attempt().next());
        return result;
    }

    private static void add(Set<String> names, @Nullable Installation installation) {
        if (installation != null) {
            names.addAll(EnvironmentAddresses.of(installation.spec()));
        }
    }

    /**
     * After a start of the daemon: environments that are gone hold nothing any more. If it was not kept who holds what, as before the
     * first start of a version that keeps it, a name goes to whoever is live longest.
     */
    static void takeOver(NameRegistry registry, Collection<EnvironmentRuntime> runtimes) {
        List<HostNameClaims> all =
                runtimes.stream().map(HostNameClaims::new).collect(Collectors.toCollection(ArrayList::new));
        if (registry.fresh()) {
            all.sort(Comparator.comparing(HostNameClaims::liveSince)
                    .thenComparing(one -> one.runtime.layout().key()));
            all.forEach(HostNameClaims::adopt);
            return;
        }
        registry.retain(all.stream().map(one -> one.owner).collect(Collectors.toSet()));
        all.forEach(HostNameClaims::settle);
    }

    private void adopt() {
        for (String refusal : registry.adopt(owner, declared())) {
            runtime.tools().notices().say("name of " + runtime.layout().key() + ": " + refusal, refusal);
        }
    }

    /** When what is live was unpacked; what is not live comes last. */
    private FileTime liveSince() {
        Installation live = runtime.state().live();
        FileTime never = FileTime.fromMillis(Long.MAX_VALUE);
        if (live == null) {
            return never;
        }
        return live.spec().applications().stream()
                .map(artifact -> {
                    try {
                        return Files.getLastModifiedTime(
                                runtime.layout().release(live.spec().token(), artifact.application()));
                    } catch (IOException e) {
                        return never;
                    }
                })
                .min(Comparator.naturalOrder())
                .orElse(never);
    }
}
