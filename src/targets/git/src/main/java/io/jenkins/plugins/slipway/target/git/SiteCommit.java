package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a commit of Slipway's says of itself, in the trailers of its message.
 *
 * @param deployment whose release it is
 * @param release 0 if nothing is live there
 * @param highest deployment that was ever seen there
 * @param artifacts by application
 * @param settings digest of the file with the environment's settings; empty for none
 * @param source revision that the release was built from; empty if unknown
 * @param tree that it was made with
 */
record SiteCommit(
        String project,
        String environment,
        int deployment,
        int release,
        int highest,
        Map<String, Digest> artifacts,
        String settings,
        String source,
        String tree) {
    private static final String PREFIX = "Slipway-";

    SiteCommit {
        artifacts = Map.copyOf(artifacts);
    }

    /** The same release again, after another deployment was taken back. */
    SiteCommit again(int seen) {
        return new SiteCommit(
                project, environment, deployment, release, Math.max(highest, seen), artifacts, settings, source, tree);
    }

    boolean isOf(String otherProject, String otherEnvironment) {
        return project.equals(otherProject) && environment.equals(otherEnvironment);
    }

    /** The message of the commit. */
    String message(String subject) {
        List<String> lines = new ArrayList<>(List.of(subject, ""));
        lines.add(PREFIX + "Project: " + project);
        lines.add(PREFIX + "Environment: " + environment);
        lines.add(PREFIX + "Deployment: " + deployment);
        lines.add(PREFIX + "Release: " + release);
        lines.add(PREFIX + "Highest: " + highest);
        new TreeMap<>(artifacts)
                .forEach((name, digest) -> lines.add(PREFIX + "Artifact: " + name + " " + digest.value()));
        if (!settings.isEmpty()) {
            lines.add(PREFIX + "Settings: " + settings);
        }
        if (!source.isEmpty()) {
            lines.add(PREFIX + "Source: " + source);
        }
        lines.add(PREFIX + "Tree: " + tree);
        return String.join("\n", lines) + "\n";
    }

    /** From a commit as Git stores it; null if it is not one of Slipway's as it was made. */
    static @Nullable SiteCommit of(String stored) {
        int body = stored.indexOf("\n\n");
        if (body < 0) {
            return null;
        }
        String tree = stored.startsWith("tree ") ? stored.substring(5, stored.indexOf('\n')) : "";
        String message = stored.substring(body + 2).strip();
        Map<String, String> trailers = new TreeMap<>();
        Map<String, Digest> artifacts = new TreeMap<>();
        try {
            for (String line :
                    message.substring(message.lastIndexOf("\n\n") + 1).split("\n")) {
                int colon = line.indexOf(": ");
                if (!line.startsWith(PREFIX) || colon < 0) {
                    continue;
                }
                String key = line.substring(PREFIX.length(), colon);
                String value = line.substring(colon + 2).strip();
                if (key.equals("Artifact")) {
                    String[] words = value.split(" ");
                    artifacts.put(words[0], new Digest(words[1]));
                } else {
                    trailers.put(key, value);
                }
            }
            SiteCommit commit = new SiteCommit(
                    trailers.getOrDefault("Project", ""),
                    trailers.getOrDefault("Environment", ""),
                    Integer.parseInt(trailers.getOrDefault("Deployment", "")),
                    Integer.parseInt(trailers.getOrDefault("Release", "")),
                    Integer.parseInt(trailers.getOrDefault("Highest", "")),
                    artifacts,
                    trailers.getOrDefault("Settings", ""),
                    trailers.getOrDefault("Source", ""),
                    trailers.getOrDefault("Tree", ""));
            // Whoever amends a commit keeps its message and not its tree.
            return commit.tree.equals(tree) ? commit : null;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
