package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What stands in a plan for an application whose root is not there. */
record AbsentSources(String root) implements Sources.Snapshot {
    /** Git's name of a directory without files. */
    private static final String EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    @Override
    public String treeId() {
        return EMPTY;
    }

    @Override
    public SortedMap<String, String> submodules() {
        return new TreeMap<>();
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Its source root ‘" + root + "’ is not a folder of the project; a build is refused until it is there.");
    }

    @Override
    public List<SourceFile> files() {
        return List.of();
    }

    @Override
    public void materialise(Path destination) throws IOException {
        throw new NoSuchFileException(root);
    }
}
