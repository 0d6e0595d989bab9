package io.jenkins.plugins.slipway.engine.config;

import tools.jackson.databind.JsonNode;

/** A service such as a database. {@code type} is name and version, {@code postgresql:15}. */
public record ServiceConfig(String name, String type, JsonNode section) {}
