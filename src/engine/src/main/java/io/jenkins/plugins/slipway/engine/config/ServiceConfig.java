package io.jenkins.plugins.slipway.engine.config;

import tools.jackson.databind.JsonNode;

/** A service such as a database. {@code type} is name and version, {@code postgresql:15}. */
public record ServiceConfig(String name, String type, JsonNode section) {
    /** Whether it may forget what it holds: a Redis or Valkey that is not declared as persistent. */
    public boolean isCache() {
        String kind = type.substring(0, type.indexOf(':') < 0 ? type.length() : type.indexOf(':'));
        return kind.equals("redis") || kind.equals("valkey");
    }
}
