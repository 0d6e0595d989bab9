package io.jenkins.plugins.slipway.engine.config;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One address of a project.
 *
 * @param url pattern with {@code {default}} or {@code {all}} in place of the environment's host
 * @param type {@code upstream} or {@code redirect}
 * @param application the upstream's application, null for a redirect
 * @param to the redirect's address, null for an upstream
 * @param primary whether this is the project's main address
 */
public record RouteConfig(
        String url,
        String type,
        @Nullable String application,
        @Nullable String to,
        boolean primary,
        JsonNode section) {}
