package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.schema.SchemaCheck;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlReader;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A usable configuration as it was read.
 *
 * @param source the whole tree, whatever the format, without the project's name unless it was written
 * @param problems warnings only
 */
record ConfigReading(ObjectNode source, List<Problem> problems) {

    /** @throws InvalidConfigException with every problem found */
    static ConfigReading of(ProjectFiles files) {
        Problems problems = new Problems();
        try {
            return read(files, problems);
        } catch (IOException e) {
            problems.error(
                    Place.ofFile("."),
                    "unreadable",
                    "the project cannot be searched for its configuration: " + e.getMessage(),
                    "name a project's folder, and make it readable for this user");
            throw new InvalidConfigException(problems.all());
        }
    }

    private static ConfigReading read(ProjectFiles files, Problems problems) throws IOException {
        MergedTree assembly = assemble(files, problems);
        if (problems.failed()) {
            throw new InvalidConfigException(problems.all());
        }
        return new ConfigReading(CanonicalForm.form(assembly.tree()), problems.all());
    }

    /** The whole tree with its places; what is wrong with it goes to the problems. */
    static MergedTree assemble(ProjectFiles files, Problems problems) throws IOException {
        YamlReader reader = new YamlReader(files, problems);
        SchemaCheck schema = new SchemaCheck(reader);
        YamlDocument own = files.exists(SlipwayFile.PATH) ? reader.read(SlipwayFile.PATH) : null;
        boolean whole = own != null || !problems.failed();
        if (own != null && own.tree().isNull()) {
            own = null;
        }
        if (own != null) {
            SlipwayFile.check(own, schema);
        }
        List<String> upsun = UpsunFiles.find(files, problems);
        boolean ownApplications = own != null && own.tree().has("applications");
        MergedTree assembly = new MergedTree(
                own != null || upsun.isEmpty() && !files.isDirectory(PlatformshFiles.FOLDER)
                        ? SlipwayFile.PATH
                        : upsun.isEmpty() ? PlatformshFiles.APPLICATION : upsun.get(0));
        if (own != null) {
            SlipwayFile.add(own, assembly, problems);
        }
        if (!ownApplications && !upsun.isEmpty()) {
            boolean failedBefore = problems.failed();
            List<YamlDocument> read = UpsunFiles.read(upsun, reader);
            whole &= failedBefore || !problems.failed();
            for (YamlDocument document : read) {
                UpsunFiles.check(document, schema);
                UpsunFiles.add(document, assembly, problems);
            }
        } else if (!ownApplications) {
            PlatformshFiles platformsh = new PlatformshFiles(reader, schema, assembly);
            whole &= platformsh.readAll(UpsunFiles.few(files.platformshFiles(), ".", problems));
        }
        if (whole && !reader.hasAbsent()) {
            // References into a file that could not be read would all seem to lead nowhere.
            new CrossReferences(assembly, problems).check();
            requireApplication(assembly, problems, files);
        }
        schema.reportNotApplied();
        return assembly;
    }

    private static void requireApplication(MergedTree assembly, Problems problems, ProjectFiles files) {
        JsonNode applications = assembly.tree().path("applications");
        if (applications.isEmpty() && !problems.failed()) {
            boolean any = files.exists(SlipwayFile.PATH)
                    || files.isDirectory(UpsunFiles.FOLDER)
                    || files.isDirectory(PlatformshFiles.FOLDER);
            String file = any ? assembly.mainFile() : SlipwayFile.PATH;
            problems.error(
                    Place.ofFile(file),
                    "no-application",
                    any ? "no application is declared" : "there is no configuration in this project",
                    "declare one in " + file
                            + (file.equals(PlatformshFiles.APPLICATION)
                                    ? ", by ‘name: …’ and ‘type: \"nodejs:20\"’"
                                    : ", such as ‘applications: { web: { type: \"nodejs:20\", web: { commands: { start: … } } } }’"));
        }
    }
}
