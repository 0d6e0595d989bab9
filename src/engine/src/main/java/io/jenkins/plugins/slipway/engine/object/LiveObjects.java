package io.jenkins.plugins.slipway.engine.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of an application that are live in an environment: one whole deploy list, never a mixture of two.
 *
 * @param code which runs them
 * @param objects enabled ones, in no particular order
 * @param secrets of webhooks by name: the unguessable part of their address
 */
public record LiveObjects(
        ObjectScope scope, ObjectCode code, List<DeclaredObject> objects, Map<String, String> secrets) {
    public LiveObjects {
        objects = List.copyOf(objects);
        secrets = Map.copyOf(secrets);
    }

    public Optional<DeclaredObject> find(DeclaredObject.Kind kind, String name) {
        return objects.stream()
                .filter(object -> object.kind() == kind && object.name().equals(name))
                .findFirst();
    }

    /** The list without which nothing runs. */
    public DeployList list() {
        return new DeployList(objects);
    }
}
