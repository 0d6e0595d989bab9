package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import io.jenkins.plugins.slipway.engine.build.source.Sources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names what differs between the newest build of an application and the one that is wanted, for people. */
final class Changes {
    private static final int FILES_NAMED = 5;
    private static final int LONGEST_VALUE = 60;

    private Changes() {}

    /**
     * The changes as parts of a sentence, such as {@code variable env:MODE changed (a -> b)}.
     *
     * @param root the application's root for messages, empty for the project itself
     * @param oldFiles sources of the earlier build; empty if they were not kept
     */
    static List<String> between(
            SortedMap<String, String> before,
            SortedMap<String, String> now,
            List<SourceFile> oldFiles,
            List<SourceFile> newFiles,
            String root) {
        List<String> changes = new ArrayList<>();
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> sections = new ArrayList<>();
        boolean sources = false;
        for (String name : names) {
            String old = before.get(name);
            String wanted = now.get(name);
            if (Objects.equals(old, wanted)) {
                continue;
            }
            if (name.startsWith(BuildKey.VARIABLE)) {
                changes.add(variable(name.substring(BuildKey.VARIABLE.length()), old, wanted));
            } else if (name.startsWith(BuildKey.SECTION)) {
                sections.add("‘" + name.substring(BuildKey.SECTION.length()) + "’");
            } else if (name.startsWith(BuildKey.TOOL)) {
                changes.add(name.substring(BuildKey.TOOL.length()) + " changed (" + shown(old) + " -> " + shown(wanted)
                        + ")");
            } else if (name.startsWith(BuildKey.INSTALLED)) {
                changes.add(installed(name.substring(BuildKey.INSTALLED.length()), old, wanted));
            } else if (name.startsWith(Sources.SUBMODULE)) {
                changes.add("submodule " + name.substring(Sources.SUBMODULE.length()) + " changed");
                sources = true;
            } else if (name.equals(Sources.TREE)) {
                sources = true;
            } else {
                changes.add("the key's " + name + " changed (" + shown(old) + " -> " + shown(wanted) + ")");
            }
        }
        if (!sections.isEmpty()) {
            changes.add(String.join(", ", sections) + " of its configuration section changed");
        }
        if (sources) {
            changes.add(files(oldFiles, newFiles, root));
        }
        return changes;
    }

    private static String installed(String tool, @Nullable String old, @Nullable String wanted) {
        if (old == null) {
            return tool + " " + shown(wanted) + " of this machine is used, which was not";
        }
        return wanted == null
                ? tool + " " + shown(old) + " of the machine was used, which is not"
                : tool + " went from " + shown(old) + " to " + shown(wanted);
    }

    private static String variable(String name, @Nullable String old, @Nullable String wanted) {
        if (BuildKey.looksSecret(name)) {
            return "variable " + name + (old == null ? " was added" : wanted == null ? " was removed" : " changed");
        }
        if (old == null) {
            return "variable " + name + " was added (" + shown(wanted) + ")";
        }
        return wanted == null
                ? "variable " + name + " was removed"
                : "variable " + name + " changed (" + shown(old) + " -> " + shown(wanted) + ")";
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "none";
        }
        String line = value.replace("\n", "\\n");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private static String files(List<SourceFile> before, List<SourceFile> now, String root) {
        String where = root.isEmpty() ? "" : " in /" + root;
        if (before.isEmpty()) {
            return "its files" + where + " changed";
        }
        Map<String, String> old = new HashMap<>();
        before.forEach(file -> old.put(file.path(), file.id()));
        SortedSet<String> changed = new TreeSet<>();
        for (SourceFile file : now) {
            String id = old.remove(file.path());
            if (!file.id().equals(id)) {
                changed.add(file.path());
            }
        }
        changed.addAll(old.keySet());
        if (changed.isEmpty()) {
            return "its files" + where + " changed";
        }
        String first = String.join(
                ", ",
                changed.stream().limit(FILES_NAMED).map(FileNames::display).toList());
        return changed.size() + (changed.size() == 1 ? " file" : " files") + where + " changed: " + first
                + (changed.size() > FILES_NAMED ? ", …" : "");
    }
}
