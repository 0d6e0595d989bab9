package io.jenkins.plugins.slipway.cli.terminal;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.ProblemRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Problems of a configuration as a SARIF 2.1.0 document, which code hosts and editors show beside the lines. */
public final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String DOCS = "https://github.com/jenkinsci/slipway-plugin/blob/main/docs/validate.md#rules";

    private Sarif() {}

    public static ObjectNode of(List<Problem> problems, String version) {
        List<String> rules = new ArrayList<>(ProblemRules.help().keySet());
        ObjectNode run = Json.object();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "slipway").put("semanticVersion", version).put("informationUri", DOCS);
        ArrayNode described = driver.putArray("rules");
        rules.forEach(rule -> described.add(rule(rule)));
        boolean valid = problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        run.putArray("invocations")
                .addObject()
                .put("executionSuccessful", true)
                .put("exitCode", valid ? ExitCode.DONE : ExitCode.BAD_INPUT);
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        problems.forEach(problem -> results.add(result(problem, rules.indexOf(problem.rule()))));
        ObjectNode document = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
        document.putArray("runs").add(run);
        return document;
    }

    private static ObjectNode rule(String id) {
        String help = String.valueOf(ProblemRules.help().get(id));
        ObjectNode rule = Json.object().put("id", id);
        rule.putObject("shortDescription").put("text", help);
        rule.putObject("help").put("text", help);
        rule.put("helpUri", DOCS);
        rule.putObject("defaultConfiguration").put("level", "error");
        return rule;
    }

    private static ObjectNode result(Problem problem, int rule) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        ObjectNode result = Json.object()
                .put("ruleId", problem.rule())
                .put("ruleIndex", rule)
                .put("level", error ? "error" : "warning");
        String next = problem.next().isEmpty() ? "" : "; " + problem.next();
        result.putObject("message").put("text", problem.message() + next + ".");
        ObjectNode location = result.putArray("locations").addObject();
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(problem.file())).put("uriBaseId", "%SRCROOT%");
        if (problem.line() > 0) {
            physical.putObject("region").put("startLine", problem.line()).put("startColumn", problem.column());
        }
        if (!problem.path().isEmpty()) {
            location.putArray("logicalLocations")
                    .addObject()
                    .put("fullyQualifiedName", problem.path())
                    .put("kind", "member");
        }
        return result;
    }

    /** The relative path as a relative reference: what is special in addresses is written out. */
    private static String uri(String file) {
        try {
            return new URI(null, null, file, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(file + " cannot be written as an address", e);
        }
    }
}
