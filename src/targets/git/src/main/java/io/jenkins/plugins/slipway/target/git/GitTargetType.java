package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.TargetContext;
import io.jenkins.plugins.slipway.engine.target.TargetType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** The kind of place {@code git}: a branch that is a web site. */
public final class GitTargetType implements TargetType {
    private static final String SCHEMA = "target-git.schema.json";

    @Override
    public String name() {
        return "git";
    }

    @Override
    public String schema() {
        try (InputStream in = GitTargetType.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("the schema ‘" + SCHEMA + "’ is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String address(JsonNode section) {
        String repository = section.path("repository").asString("");
        return repository.isEmpty()
                ? ""
                : SiteAddress.normalised(repository) + " "
                        + section.path("branch").asString(Site.BRANCH);
    }

    @Override
    public Target open(TargetContext context, JsonNode section) {
        return new GitTarget(context, Site.of(section));
    }
}
