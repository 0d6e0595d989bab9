package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sources without what the build leaves out, which is then neither in the key nor in the build's folder: no hook can read it. */
final class PartialSnapshot implements Sources.Snapshot {
    private static final int MODE_DIGITS = 6;

    private final Sources.Snapshot whole;
    private final IgnoreRules rules;
    private final Remains remains;

    /**
     * What is known of the sources without those files.
     *
     * @param tree the id of what remains
     * @param out what is left out, for people: names at the top of the sources; empty for nothing
     */
    record Remains(String tree, String out) {}

    private PartialSnapshot(Sources.Snapshot whole, IgnoreRules rules, Remains remains) {
        this.whole = whole;
        this.rules = rules;
        this.remains = remains;
    }

    /** @param known remembers what remains of trees that were looked through before */
    static PartialSnapshot of(Sources.Snapshot whole, IgnoreRules rules, RemainsCache known) throws IOException {
        Remains before = known.get(whole.treeId(), rules.text());
        if (before != null) {
            return new PartialSnapshot(whole, rules, before);
        }
        PartialSnapshot looking = new PartialSnapshot(whole, rules, new Remains(whole.treeId(), ""));
        List<SourceFile> all = whole.files();
        String out = all.stream()
                .map(SourceFile::path)
                .filter(looking::isLeftOut)
                .map(path -> path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/') + 1))
                .distinct()
                .sorted()
                .map(FileNames::display)
                .collect(Collectors.joining(", "));
        String tree = out.isEmpty() ? whole.treeId() : looking.tree(all);
        Remains remains = new Remains(tree, out);
        known.put(whole.treeId(), rules.text(), remains);
        return new PartialSnapshot(whole, rules, remains);
    }

    @Override
    public Optional<String> exclusions() {
        return remains.out().isEmpty()
                ? Optional.empty()
                : Optional.of("Left out, as it cannot change the artifact: " + remains.out() + " (by ‘source.ignore’"
                        + (rules.isDeclared() ? "" : ", as it is unless set") + ").");
    }

    private boolean isLeftOut(String path) {
        return rules.ignores(path)
                && whole.submodules().keySet().stream()
                        .noneMatch(submodule -> path.startsWith(submodule + "/") && !rules.ignores(submodule));
    }

    private String tree(List<SourceFile> all) {
        List<SourceFile> own = all.stream()
                .filter(file -> whole.submodules().keySet().stream()
                        .noneMatch(name -> file.path().startsWith(name + "/")))
                .toList();
        return tree(own, rules, whole.treeId());
    }

    /** The id of the tree of those files that the rules do not leave out; the whole tree's if they leave none out. */
    static String tree(List<SourceFile> all, IgnoreRules rules, String whole) {
        if (all.stream().noneMatch(file -> rules.ignores(file.path()))) {
            return whole;
        }
        Map<String, Object> root = new TreeMap<>();
        for (SourceFile file : all) {
            if (!rules.ignores(file.path())) {
                put(root, file.path(), file.id());
            }
        }
        return id(root, whole);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> folder, String path, String id) {
        int slash = path.indexOf('/');
        if (slash < 0) {
            folder.put(path, id);
        } else {
            Object below = folder.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<String, Object>());
            put((Map<String, Object>) below, path.substring(slash + 1), id);
        }
    }

    @SuppressWarnings("unchecked")
    private static String id(Map<String, Object> folder, String like) {
        List<TreeIds.Entry> entries = folder.entrySet().stream()
                .map(each -> each.getValue() instanceof String file
                        ? new TreeIds.Entry(file.substring(0, MODE_DIGITS), each.getKey(), file.substring(MODE_DIGITS))
                        : new TreeIds.Entry(
                                TreeIds.DIRECTORY, each.getKey(), id((Map<String, Object>) each.getValue(), like)))
                .toList();
        return TreeIds.tree(entries, TreeIds.digestFor(like));
    }

    @Override
    public String treeId() {
        return remains.tree();
    }

    @Override
    public SortedMap<String, String> submodules() {
        SortedMap<String, String> kept = new TreeMap<>(whole.submodules());
        kept.keySet().removeIf(rules::ignores);
        return kept;
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }

    @Override
    public List<SourceFile> files() throws IOException {
        return remains.out().isEmpty()
                ? whole.files()
                : whole.files().stream().filter(file -> !isLeftOut(file.path())).toList();
    }

    @Override
    public void materialise(Path destination) throws IOException {
        whole.materialise(destination);
        for (String submodule : whole.submodules().keySet()) {
            if (rules.ignores(submodule)) {
                FileTrees.delete(FileNames.resolve(destination, submodule));
            }
        }
        if (remains.out().isEmpty()) {
            return;
        }
        for (SourceFile file : whole.files()) {
            if (isLeftOut(file.path())) {
                Path gone = FileNames.resolve(destination, file.path());
                Files.deleteIfExists(gone);
                removeEmpty(gone.getParent(), destination);
            }
        }
    }

    /** As in Git, a folder is there for its files. */
    private static void removeEmpty(@Nullable Path folder, Path end) throws IOException {
        @Nullable Path at = folder;
        while (at != null && !at.equals(end) && Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> inside = Files.list(at)) {
                if (inside.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(at);
            at = at.getParent();
        }
    }
}
