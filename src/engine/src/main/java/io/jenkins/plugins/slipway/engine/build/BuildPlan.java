package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.source.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a build will do and why, without having done any of it.
 *
 * @param commit revision of the sources, empty if there is none
 * @param applications in the project's order
 */
public record BuildPlan(String project, String commit, List<ApplicationPlan> applications) {
    /**
     * @param key digest of all inputs
     * @param inputs everything that may change the result, by name; values of variables that look secret are digests
     * @param notes whole sentences about what is not as one may expect, such as a submodule that is not checked out
     */
    public record ApplicationPlan(
            String name, Digest key, SortedMap<String, String> inputs, Decision decision, List<String> notes) {}

    /** Whether an application is built, with the reasons as whole sentences. */
    public sealed interface Decision {
        List<String> reasons();

        /** The same with one more sentence. */
        Decision and(String sentence);

        private static List<String> more(List<String> reasons, String sentence) {
            List<String> all = new ArrayList<>(reasons);
            all.add(sentence);
            return List.copyOf(all);
        }

        /** The artifact of an earlier build with the same key is taken. */
        record Reuse(Digest artifact, List<String> reasons) implements Decision {
            @Override
            public Decision and(String sentence) {
                return new Reuse(artifact, Decision.more(reasons, sentence));
            }
        }

        /** It is built. */
        record Build(List<String> reasons) implements Decision {
            @Override
            public Decision and(String sentence) {
                return new Build(Decision.more(reasons, sentence));
            }
        }
    }

    /** The build key of each application, in the project's order. */
    public Map<String, Digest> keys() {
        Map<String, Digest> keys = new LinkedHashMap<>();
        applications.forEach(each -> keys.put(each.name(), each.key()));
        return keys;
    }

    /** Git's name of the source tree of each application, in the project's order. */
    public Map<String, String> trees() {
        Map<String, String> trees = new LinkedHashMap<>();
        applications.forEach(each -> trees.put(each.name(), each.inputs().getOrDefault(Sources.TREE, "")));
        return trees;
    }

    /** The plan for people: one paragraph per application, with every input of its key. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (ApplicationPlan application : applications) {
            text.append(application.name())
                    .append(": key ")
                    .append(application.key().abbreviated())
                    .append('\n');
            application
                    .decision()
                    .reasons()
                    .forEach(reason -> text.append("  ").append(reason).append('\n'));
            application.notes().forEach(note -> text.append("  ").append(note).append('\n'));
            application
                    .inputs()
                    .forEach((name, value) -> text.append("    ")
                            .append(name)
                            .append(" = ")
                            .append(shorten(value))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String shorten(String value) {
        String line = value.replace("\n", "\\n");
        return line.length() <= 100 ? line : line.substring(0, 97) + "…";
    }
}
