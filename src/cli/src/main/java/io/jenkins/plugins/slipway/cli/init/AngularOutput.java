package io.jenkins.plugins.slipway.cli.init;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where Angular's build puts the site, by {@code angular.json}. */
final class AngularOutput {
    private static final String USUAL = "dist";

    private AngularOutput() {}

    static String of(CandidateFolder folder) {
        JsonNode workspace;
        try {
            workspace = JsonMapper.shared().readTree(folder.text("angular.json"));
        } catch (JacksonException e) {
            return USUAL;
        }
        String wanted = workspace.path("defaultProject").asString("");
        for (Map.Entry<String, JsonNode> project : workspace.path("projects").properties()) {
            JsonNode value = project.getValue();
            boolean application =
                    value.path("projectType").asString("application").equals("application");
            if (application && (wanted.isEmpty() || wanted.equals(project.getKey()))) {
                JsonNode targets = value.has("architect") ? value.path("architect") : value.path("targets");
                return output(project.getKey(), targets.path("build"));
            }
        }
        return USUAL;
    }

    private static String output(String project, JsonNode build) {
        JsonNode path = build.path("options").path("outputPath");
        String base = path.isObject() ? path.path("base").asString("") : path.asString("");
        String folder = base.isEmpty() ? USUAL + "/" + project : base.replaceFirst("/+$", "");
        String builder = build.path("builder").asString("");
        // Since version 17 what runs on a server lies beside what browsers get.
        boolean split = builder.endsWith(":application") || builder.endsWith(":application-builder");
        String browser =
                path.isObject() && path.has("browser") ? path.path("browser").asString("") : split ? "browser" : "";
        return browser.isEmpty() ? folder : folder + "/" + browser;
    }
}
