package io.jenkins.plugins.slipway.cli.terminal;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problem.Severity;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;

/** Shows what is wrong with a configuration, one line each, in the form that editors recognise. */
public record ProblemLines(Style style) {
    public void print(List<Problem> problems, PrintStream to) {
        for (Problem problem : problems) {
            String kind = problem.severity() == Severity.ERROR ? style.bad("error") : style.doubtful("warning");
            to.println(style.strong(place(problem)) + ": " + kind + ": " + problem.message()
                    + (problem.next().isEmpty() ? "" : "; " + problem.next())
                    + style.faint(" [" + problem.rule() + "]"));
        }
    }

    private static String place(Problem problem) {
        return problem.line() == 0 ? problem.file() : problem.file() + ":" + problem.line() + ":" + problem.column();
    }

    public static ArrayNode json(List<Problem> problems) {
        ArrayNode array = Json.array();
        for (Problem problem : problems) {
            array.add(Json.object()
                    .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("path", problem.path())
                    .put("rule", problem.rule())
                    .put("message", problem.message())
                    .put("next", problem.next()));
        }
        return array;
    }
}
