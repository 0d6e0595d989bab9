package io.jenkins.plugins.slipway.engine.build.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The tree of each application's root. The questions to Git that do not wait for one another are asked at once, so that finding
 * that nothing changed takes little longer than {@code git status}.
 */
final class GitTrees {
    private static final String NOTHING = "missing";
    /** Stands for the commit itself among the roots; no folder has that name. */
    private static final String COMMIT = "\0";

    private static final String GITLINK = "160000 ";

    private final GitRepository repository;
    private final String commit;
    private final Map<String, Found> found;

    private GitTrees(GitRepository repository, String commit, Map<String, Found> found) {
        this.repository = repository;
        this.commit = commit;
        this.found = found;
    }

    /**
     * What Git says of a root.
     *
     * @param tree the tree's id; the id of the empty tree if Git knows no file there
     * @param links commits of submodules by path below the root
     */
    record Found(String tree, SortedMap<String, String> links) {}

    static GitTrees read(GitRepository repository, GitOverlay overlay, List<String> roots) throws IOException {
        Git git = repository.git();
        String[] pathspecs =
                roots.stream().map(root -> root.isEmpty() ? "." : root).toArray(String[]::new);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            var status = ask(
                    threads,
                    () -> git.need(arguments(
                            pathspecs,
                            "status",
                            "--porcelain=v1",
                            "-z",
                            "--untracked-files=normal",
                            "--ignore-submodules=all",
                            "--no-renames",
                            "--")));
            var heads = ask(threads, () -> heads(repository, git, "HEAD", roots));
            var index = ask(threads, () -> links(git, pathspecs));
            Map<String, String> committed = heads.join();
            List<String> changed = status.join().records().stream()
                    .map(record -> record.substring(3))
                    .toList();
            SortedMap<String, String> links = index.join();

            List<String> dirty = roots.stream()
                    .filter(root -> isDirty(repository, root, changed) || NOTHING.equals(committed.get(root)))
                    .toList();
            Map<String, Found> found = new HashMap<>();
            for (String root : roots) {
                found.put(
                        root, new Found(committed.getOrDefault(root, NOTHING), below(links, repository.pathOf(root))));
            }
            if (!dirty.isEmpty()) {
                Git copy = overlay.withCopiedIndex();
                String tree = overlay.writeTree(copy, dirty);
                Map<String, String> ids = heads(repository, copy, tree, dirty);
                SortedMap<String, String> nowLinks = links(copy, pathspecs);
                for (String root : dirty) {
                    String id = ids.getOrDefault(root, NOTHING);
                    found.put(
                            root,
                            new Found(
                                    id.equals(NOTHING) ? emptyTree(copy) : id,
                                    below(nowLinks, repository.pathOf(root))));
                }
            }
            return new GitTrees(repository, head(committed), found);
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e.getCause() instanceof RuntimeException own ? own : e;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Revision of the last commit, empty if there is none yet. */
    String commit() {
        return commit;
    }

    Found of(String root) {
        Found result = found.get(root);
        if (result == null) {
            throw new IllegalArgumentException("The root ‘" + root + "’ was not asked for in " + repository.top());
        }
        return result;
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> CompletableFuture<T> ask(ExecutorService threads, Question<T> question) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return question.ask();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                threads);
    }

    private static String[] arguments(String[] last, String... first) {
        String[] all = new String[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    /** The tree of each root in a commit or tree, and under {@link #COMMIT} the commit itself. */
    private static Map<String, String> heads(GitRepository repository, Git git, String of, List<String> roots)
            throws IOException {
        StringBuilder questions = new StringBuilder(of).append('\n');
        roots.forEach(root ->
                questions.append(of).append(':').append(repository.pathOf(root)).append('\n'));
        List<String> answers = git.need(
                        questions.toString().getBytes(StandardCharsets.UTF_8), "cat-file", "--batch-check")
                .lines();
        Map<String, String> result = new HashMap<>();
        result.put(COMMIT, answers.get(0).endsWith(" " + NOTHING) ? "" : first(answers.get(0)));
        for (int i = 0; i < roots.size(); i++) {
            String answer = answers.get(i + 1);
            result.put(roots.get(i), answer.contains(" tree ") ? first(answer) : NOTHING);
        }
        return result;
    }

    private static String head(Map<String, String> committed) {
        return committed.getOrDefault(COMMIT, "");
    }

    private static String first(String answer) {
        return answer.substring(0, answer.indexOf(' '));
    }

    private static String emptyTree(Git git) throws IOException {
        return GitOverlay.line(git.need("hash-object", "-t", "tree", "/dev/null"));
    }

    /** Commits of submodules by path from the top. */
    private static SortedMap<String, String> links(Git git, String... pathspecs) throws IOException {
        byte[] output = git.need(arguments(pathspecs, "ls-files", "-s", "-z", "--full-name", "--"))
                .output();
        SortedMap<String, String> links = new TreeMap<>();
        int start = 0;
        for (int i = 0; i < output.length; i++) {
            if (output[i] == 0) {
                // Nearly all records are plain files: only their first bytes are looked at.
                if (output[start] == '1' && output[start + 1] == '6') {
                    String record = new String(output, start, i - start, StandardCharsets.ISO_8859_1);
                    int tab = record.indexOf('\t');
                    links.put(
                            record.substring(tab + 1),
                            record.substring(GITLINK.length(), record.indexOf(' ', GITLINK.length())));
                }
                start = i + 1;
            }
        }
        return links;
    }

    private static SortedMap<String, String> below(SortedMap<String, String> links, String path) {
        SortedMap<String, String> result = new TreeMap<>();
        String prefix = path.isEmpty() ? "" : raw(path) + "/";
        links.forEach((name, commit) -> {
            if (name.startsWith(prefix)) {
                result.put(name.substring(prefix.length()), commit);
            }
        });
        return result;
    }

    private static boolean isDirty(GitRepository repository, String root, List<String> changed) {
        String path = raw(repository.pathOf(root));
        String own = raw(repository.prefix()) + ".slipway/";
        List<String> relevant = new ArrayList<>();
        for (String name : changed) {
            // Git names an untracked folder instead of its content, possibly one that the root lies in.
            boolean inside = path.isEmpty() || name.equals(path) || name.startsWith(path + "/");
            boolean around = name.endsWith("/") && (path + "/").startsWith(name);
            if ((inside || around) && !(name + "/").startsWith(own)) {
                relevant.add(name);
            }
        }
        return !relevant.isEmpty();
    }

    /** Names as Git's output has them here: one character per byte. */
    private static String raw(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
