package io.jenkins.plugins.slipway.engine.report;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenCover's XML, as OpenCover, AltCover and Coverlet write it. Its sequence points are the instructions, and cover the lines on
 * which they stand.
 */
final class OpenCover {
    private static final int LONGEST = 100_000;

    private final XmlReport xml;
    private final SourcePaths paths;
    private final CoveredCode code;
    private final Map<String, String> files = new HashMap<>();
    private String module = "";
    private String type = "";
    private @Nullable String fileOfMethod;
    private String method = "";
    private boolean ran;
    private boolean points;
    private boolean inMethod;

    private OpenCover(XmlReport xml, SourcePaths paths, CoveredCode code) {
        this.xml = xml;
        this.paths = paths;
        this.code = code;
    }

    static void read(XmlReport xml, SourcePaths paths, CoveredCode code) throws UnreadableReportException {
        new OpenCover(xml, paths, code).read();
    }

    private void read() throws UnreadableReportException {
        do {
            if (xml.starts()) {
                start();
            } else {
                end();
            }
        } while (xml.next());
    }

    private void start() throws UnreadableReportException {
        switch (xml.element()) {
            case "Module" -> {
                module = "";
                files.clear();
            }
            case "File" -> files.put(xml.required("uid"), paths.name(xml.required("fullPath")));
            case "Class" -> type = "";
            case "Method" -> {
                inMethod = true;
                method = "";
                fileOfMethod = null;
                points = false;
                ran = Boolean.parseBoolean(xml.attribute("visited"));
            }
            case "FileRef" -> fileOfMethod = xml.attribute("uid");
            case "SequencePoint" -> sequencePoint();
            case "BranchPoint" -> branchPoint();
            default -> {}
        }
    }

    private void end() {
        switch (xml.element()) {
            case "ModuleName" -> module = xml.text();
            case "FullName" -> type = xml.text();
            case "Name" -> method = inMethod ? xml.text() : method;
            case "Method" -> {
                CodeFile file = file(null);
                if (points && file != null) {
                    file.add(CoverageMetric.METHOD, type + "." + method, ran);
                    file.add(CoverageMetric.CLASS, type, ran);
                }
                inMethod = false;
            }
            default -> {}
        }
    }

    private void sequencePoint() throws UnreadableReportException {
        CodeFile file = file(xml.attribute("fileid"));
        if (file == null) {
            return;
        }
        boolean hit = xml.count("vc", 0) > 0;
        int from = xml.line("sl");
        long to = Math.min(Math.max(from, xml.count("el", from)), (long) from + LONGEST);
        ran |= hit;
        points = true;
        file.add(CoverageMetric.INSTRUCTION, place("sl", "sc", "el", "ec", "offset"), hit);
        for (int line = from; line <= to; line++) {
            file.add(CoverageMetric.LINE, line, hit);
        }
    }

    private void branchPoint() throws UnreadableReportException {
        CodeFile file = file(xml.attribute("fileid"));
        if (file != null) {
            boolean hit = xml.count("vc", 0) > 0;
            file.add(CoverageMetric.BRANCH, place("sl", "offset", "ordinal", "path", "offsetend"), hit);
        }
    }

    /** Where a point stands in its method, as often as it is told of. */
    private String place(String... attributes) {
        StringBuilder place = new StringBuilder(type).append('.').append(method);
        for (String attribute : attributes) {
            place.append(',').append(xml.attribute(attribute));
        }
        return place.toString();
    }

    /** The file of a point, which may have none of its own; null if the report names none, as for code of a compiler. */
    private @Nullable CodeFile file(@Nullable String ofPoint) {
        String uid = ofPoint == null ? fileOfMethod : ofPoint;
        String path = uid == null ? null : files.get(uid);
        return path == null ? null : code.file(module, namespace(), path);
    }

    private String namespace() {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }
}
