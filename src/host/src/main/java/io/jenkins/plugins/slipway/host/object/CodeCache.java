package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.object.CodeSource;
import io.jenkins.plugins.slipway.engine.object.ObjectCode;
import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.ScriptSource;
import io.jenkins.plugins.slipway.host.mount.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Finds the code of a release: where its deployment unpacked it, or else, for older releases, unpacked again by digest. */
final class CodeCache implements CodeSource {
    /** One artifact is unpacked by one thread. */
    private static final Object UNPACKING = new Object();

    private final ObjectServices equipment;
    private final ObjectContext objectContext;

    CodeCache(ObjectServices equipment, ObjectContext objectContext) {
        this.equipment = equipment;
        this.objectContext = objectContext;
    }

    @Override
    public ScriptSource of(ObjectScope scope, ObjectCode code) throws IOException {
        Path directory = objectContext.unpacked(code.deployment(), scope.application());
        if (!Files.isDirectory(directory)) {
            directory = unpack(code.artifact());
        }
        Map<String, String> variables = objectContext.variables(scope.application(), code.deployment());
        return new ScriptSource(directory, code.script(), scope.environment(), variables);
    }

    private Path unpack(Digest artifact) throws IOException {
        Path folder = folder(equipment);
        Path directory = folder.resolve(artifact.hex());
        synchronized (UNPACKING) {
            if (!Files.isDirectory(directory)) {
                PrivateFiles.createDirectories(folder);
                equipment.store().unpack(artifact, directory, ArtifactStore.Progress.none());
                Trees.makeReadOnly(directory);
            }
        }
        return directory;
    }

    /** Removes code that nothing points at any more. */
    static void retain(ObjectServices equipment, Set<Digest> needed) throws IOException {
        Path folder = folder(equipment);
        if (!Files.isDirectory(folder)) {
            return;
        }
        synchronized (UNPACKING) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String hex = entry.getFileName().toString();
                    if (needed.stream().noneMatch(digest -> digest.hex().equals(hex))) {
                        Trees.remove(entry);
                    }
                }
            }
        }
    }

    static boolean isEmpty(ObjectServices equipment) {
        return !Files.isDirectory(folder(equipment));
    }

    private static Path folder(ObjectServices equipment) {
        return equipment.home().directory().resolve("objects");
    }
}
