package io.jenkins.plugins.slipway.host.service;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the services of an environment held at one instant. */
public final class Snapshots implements AutoCloseable {
    private final Map<String, Server.Snapshot> byName = new TreeMap<>();

    void add(String name, Server.Snapshot snapshot) {
        byName.put(name, snapshot);
    }

    Server.@Nullable Snapshot of(String name) {
        return byName.get(name);
    }

    @Override
    public void close() {
        byName.values().forEach(Server.Snapshot::close);
        byName.clear();
    }
}
