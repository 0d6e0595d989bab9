package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The source files of a project's applications, as they are now: committed or not, in Git or not. */
public interface Sources extends AutoCloseable {
    /** The name of the tree id among the inputs of a build. */
    String TREE = "source/tree";

    /** What the names of the submodules' tree ids begin with among the inputs of a build. */
    String SUBMODULE = "source/submodule/";

    /** The revision that the files were checked out from, empty if there is none. */
    String commit();

    /**
     * What an application is built from.
     *
     * @param root the application's root relative to the project, empty for the project itself
     */
    Snapshot snapshot(String root) throws IOException;

    /** Removes what was only needed to read them. */
    @Override
    void close() throws IOException;

    /** One application's sources at one moment. */
    interface Snapshot {
        /** The name that Git gives to a directory with this content, without submodules and {@code .slipway}. */
        String treeId();

        /** The tree ids of submodules by their path. */
        SortedMap<String, String> submodules();

        /** Whole sentences about what the snapshot lacks. */
        List<String> notes();

        /** A whole sentence about what the configuration leaves out; empty if nothing is. */
        default Optional<String> exclusions() {
            return Optional.empty();
        }

        /** Every file with an id of its content, by path. */
        List<SourceFile> files() throws IOException;

        /** Lays down exactly what the ids stand for, in a directory that does not exist yet. */
        void materialise(Path destination) throws IOException;

        /** The ids by the names under which they enter the key. */
        default Map<String, String> inputs() {
            SortedMap<String, String> inputs = new TreeMap<>();
            inputs.put(TREE, treeId());
            submodules().forEach((path, id) -> inputs.put(SUBMODULE + path, id));
            return inputs;
        }
    }
}
