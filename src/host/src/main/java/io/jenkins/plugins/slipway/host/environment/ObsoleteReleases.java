package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.mount.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Unpacked releases that no longer serve. */
final class ObsoleteReleases {
    private final EnvironmentRuntime runtime;

    ObsoleteReleases(EnvironmentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Removes all unpacked releases but the live one's, and gives back the ports of the one before. */
    void remove(@Nullable Installation before) {
        if (before != null) {
            before.ports().values().forEach(runtime.tools().ports()::giveBack);
        }
        Installation live = runtime.state().live();
        if (live == null) {
            return;
        }
        String keep = live.spec().token() + "-";
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(runtime.layout().releases())) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith(keep)) {
                    Trees.remove(entry);
                }
            }
            removeFleeting(live.spec().token());
        } catch (IOException e) {
            runtime.note(live, "left-over", e.toString());
        }
    }

    /** Mounts and sockets of single processes of other deployments. */
    private void removeFleeting(int token) throws IOException {
        for (Path parent : runtime.layout().fleeting()) {
            removeBut(parent, name -> name.equals(Integer.toString(token)));
        }
        String all = runtime.layout().sockets();
        String own = runtime.layout().sockets(token);
        removeBut(runtime.layout().home().sockets(), name -> !name.startsWith(all) || name.startsWith(own));
    }

    private static void removeBut(Path parent, Predicate<String> kept) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                if (!kept.test(entry.getFileName().toString())) {
                    Trees.remove(entry);
                }
            }
        }
    }
}
