package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.config.GateConfig.Coverage;
import io.jenkins.plugins.slipway.engine.gate.ReportFiles.Stamp;
import io.jenkins.plugins.slipway.engine.gate.Verdict.Status;
import io.jenkins.plugins.slipway.engine.report.CoverageReports;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import io.jenkins.plugins.slipway.engine.report.UnreadableReportException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads coverage reports and inventories. Where the gate runs tests, these must write them: what was there before is about some
 * other run. A gate without tests takes what it finds.
 */
final class CoverageEvidence {
    private final ReportFiles files;
    private final VerdictNotes notes;
    private final boolean mustBeNew;
    private final Map<String, Stamp> before = new HashMap<>();
    private final CoverageReports reports;
    private final Inventory inventory = new Inventory();
    private boolean complete = true;

    CoverageEvidence(ReportFiles files, VerdictNotes notes, boolean mustBeNew) {
        this.files = files;
        this.notes = notes;
        this.mustBeNew = mustBeNew;
        this.reports = new CoverageReports(files.project());
    }

    /** To be called before the tests run. */
    void lookBefore(List<Coverage> all) throws IOException {
        for (Coverage coverage : all) {
            if (mustBeNew) {
                before.putAll(files.matching(glob(coverage)));
            }
        }
    }

    Map<String, Quantity> read(List<Coverage> all) throws IOException {
        for (Coverage coverage : all) {
            read(coverage);
        }
        Map<String, Quantity> numbers = new TreeMap<>(inventory.numbers());
        numbers.putAll(reports.numbers());
        return numbers;
    }

    boolean complete() {
        return complete;
    }

    private void read(Coverage coverage) throws IOException {
        Map<String, Stamp> found = files.matching(glob(coverage));
        if (found.isEmpty()) {
            incomplete(glob(coverage) + " is missing");
        }
        for (Map.Entry<String, Stamp> report : found.entrySet()) {
            String name = report.getKey();
            if (report.getValue().equals(before.get(name))) {
                incomplete(name + " is older than this run and does not count; let a test command write it");
                continue;
            }
            try {
                if (coverage.report() != null) {
                    reports.add(files.file(name), name).forEach(clause -> notes.tell(name + ": " + clause + "."));
                } else {
                    inventory.add(files.file(name), name);
                }
            } catch (UnreadableReportException e) {
                incomplete(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                incomplete(name + " cannot be read: " + e);
            }
        }
    }

    private static String glob(Coverage coverage) {
        String glob = coverage.report() != null ? coverage.report() : coverage.inventory();
        return String.valueOf(glob);
    }

    private void incomplete(String what) {
        complete = false;
        notes.tell(what + ".", Status.INCONCLUSIVE);
    }
}
