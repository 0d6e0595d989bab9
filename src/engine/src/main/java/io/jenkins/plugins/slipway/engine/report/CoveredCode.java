package io.jenkins.plugins.slipway.engine.report;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What reports tell of all the code, file by file. */
final class CoveredCode {
    private final Map<String, CodeFile> files = new TreeMap<>();

    /** The file of this name; module and folder are those with which it is named first. */
    CodeFile file(String module, String folder, String name) {
        return files.computeIfAbsent(name, key -> new CodeFile(module, folder));
    }

    /** The same for a file that is in a folder of its path, and in no module that the report names. */
    CodeFile file(String name) {
        int slash = name.lastIndexOf('/');
        return file("", slash < 0 ? "" : name.substring(0, slash), name);
    }

    void addAll(CoveredCode other) {
        other.files.forEach(
                (name, file) -> file(file.module(), file.folder(), name).addAll(file));
    }

    boolean empty() {
        return files.values().stream().allMatch(CodeFile::empty);
    }

    Map<CoverageMetric, Fraction> shares() {
        Map<CoverageMetric, Fraction> shares = new EnumMap<>(CoverageMetric.class);
        Map<String, Boolean> modules = new HashMap<>();
        Map<String, Boolean> packages = new HashMap<>();
        for (CodeFile file : files.values()) {
            if (file.empty()) {
                continue;
            }
            file.items().keySet().forEach(metric -> shares.merge(metric, file.share(metric), Fraction::plus));
            shares.merge(CoverageMetric.FILE, Fraction.one(file.covered()), Fraction::plus);
            modules.merge(file.module(), file.covered(), Boolean::logicalOr);
            packages.merge(file.module() + "\n" + file.folder(), file.covered(), Boolean::logicalOr);
        }
        modules.values().forEach(covered -> shares.merge(CoverageMetric.MODULE, Fraction.one(covered), Fraction::plus));
        packages.values()
                .forEach(covered -> shares.merge(CoverageMetric.PACKAGE, Fraction.one(covered), Fraction::plus));
        return shares;
    }
}
