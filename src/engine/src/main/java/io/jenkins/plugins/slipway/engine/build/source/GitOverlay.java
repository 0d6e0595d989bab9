package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place for what Git writes while it answers: new objects and indexes go to a scratch folder, and the repository, which the new
 * objects build on, stays as it is.
 */
final class GitOverlay {
    private final GitRepository repository;
    private final Path scratch;
    private final AtomicInteger indexes = new AtomicInteger();

    GitOverlay(GitRepository repository, Path scratch) {
        this.repository = repository;
        this.scratch = scratch;
    }

    /** Git that writes objects here and looks for them here and in the repository. */
    Git git() throws IOException {
        Path objects = PrivateFiles.createDirectories(scratch.resolve("objects"));
        return repository
                .git()
                .with(Map.of(
                        "GIT_OBJECT_DIRECTORY", objects.toString(),
                        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                quoted(repository.objects().toString())));
    }

    /** Git that looks for objects in both places and writes none, for which no folder is made. */
    Git reading() throws IOException {
        return Files.isDirectory(scratch.resolve("objects")) ? git() : repository.git();
    }

    /** The same as {@link #git}, with an index of its own that is empty. */
    Git withNewIndex() throws IOException {
        return git().with(Map.of("GIT_INDEX_FILE", newIndex().toString()));
    }

    /**
     * The same, with a copy of the user's index, whose file times spare Git from reading unchanged files. The copy keeps the
     * index's own time: by it Git knows which files may have changed in the very second in which they were written down, and
     * reads those all the same.
     */
    Git withCopiedIndex() throws IOException {
        Path copy = newIndex();
        if (Files.exists(repository.index())) {
            Files.copy(repository.index(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return git().with(Map.of("GIT_INDEX_FILE", copy.toString()));
    }

    /** The tree of the working tree's content, uncommitted and untracked files below the paths included. */
    String writeTree(Git index, List<String> roots) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("add", "-A", "--"));
        roots.forEach(root -> arguments.add(root.isEmpty() ? "." : root));
        if (!index.ask(new byte[0], arguments.toArray(String[]::new)).ok()) {
            // A root without any file for Git is an error to it; the whole project is none.
            index.need("add", "-A", "--", ".");
        }
        dropUnmerged(index);
        remove(index, ownOutput());
        return line(index.need("write-tree", "--missing-ok"));
    }

    /** What this process is writing is no source, unless it is one in Git: it would be another one at each build. */
    private List<String> ownOutput() throws IOException {
        List<String> own = new ArrayList<>();
        Path top = repository.top().toRealPath();
        for (Path file : OwnOutput.files()) {
            if (file.startsWith(top)) {
                String path = top.relativize(file).toString();
                if (git().at(repository.top())
                                .need("ls-files", "-z", "--", path)
                                .output()
                                .length
                        == 0) {
                    own.add(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return own;
    }

    /** A merge conflict elsewhere in the repository is no concern of these applications, but keeps Git from writing a tree. */
    private void dropUnmerged(Git index) throws IOException {
        List<String> unmerged = index.at(repository.top()).need("ls-files", "-u", "-z").records().stream()
                .map(record -> record.substring(record.indexOf('\t') + 1))
                .distinct()
                .toList();
        remove(index, unmerged);
    }

    /** The tree without some of its paths. */
    String without(String tree, Collection<String> paths) throws IOException {
        Git index = withNewIndex();
        index.need("read-tree", tree);
        remove(index, paths);
        return line(index.need("write-tree", "--missing-ok"));
    }

    private void remove(Git index, Collection<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String path : paths) {
            input.writeBytes(path.getBytes(StandardCharsets.ISO_8859_1));
            input.write(0);
        }
        index.at(repository.top()).need(input.toByteArray(), "update-index", "--force-remove", "-z", "--stdin");
    }

    /** Lays the tree's files down in a directory, as Git checks them out but by no setting of this machine. */
    void checkout(String tree, Path destination) throws IOException {
        PrivateFiles.createDirectories(destination);
        Map<String, String> place = new TreeMap<>();
        place.put("GIT_DIR", repository.gitDirectory().toString());
        place.put("GIT_WORK_TREE", destination.toString());
        withNewIndex()
                .with(place)
                .at(destination)
                .need(
                        "-c",
                        "core.autocrlf=false",
                        "-c",
                        "core.eol=lf",
                        "-c",
                        "core.symlinks=true",
                        "-c",
                        "core.fileMode=true",
                        "-c",
                        "core.bare=false",
                        "-c",
                        "core.sparseCheckout=false",
                        "-c",
                        "core.attributesFile=/dev/null",
                        "-c",
                        "checkout.workers=0",
                        "read-tree",
                        "--reset",
                        "-u",
                        tree);
    }

    static String line(Git.Answer answer) {
        return new String(answer.output(), StandardCharsets.UTF_8).strip();
    }

    private Path newIndex() throws IOException {
        return PrivateFiles.createDirectories(scratch).resolve("index-" + indexes.incrementAndGet());
    }

    /** The variable's entries are separated by colons; an entry in quotes may hold one. */
    private static String quoted(String path) {
        return path.indexOf(':') < 0 && !path.startsWith("\"")
                ? path
                : '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
