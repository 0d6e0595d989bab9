package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Objects to test with. */
public final class Samples {
    public static final ObjectScope SCOPE = new ObjectScope("crm", "staging", "integrations");

    private Samples() {}

    public static DeclaredObject action(String name, String... uses) {
        return make(name, null, uses);
    }

    public static DeclaredObject described(String name, String description) {
        return make(name, description);
    }

    private static DeclaredObject make(
            String name, @org.jspecify.annotations.Nullable String description, String... uses) {
        return new DeclaredObject(
                DeclaredObject.Kind.ACTION,
                name,
                null,
                description,
                null,
                30,
                256,
                new TreeSet<>(Set.of("run")),
                new TreeSet<>(List.of(uses)),
                new SourcePlace("deploy.js", 1, 1));
    }

    public static DeclaredObject webhook(String name) {
        return new DeclaredObject(
                DeclaredObject.Kind.WEBHOOK,
                name,
                null,
                null,
                null,
                30,
                256,
                new TreeSet<>(Set.of("run", "subscriptionProps", "subscribe", "unsubscribe")),
                Set.of(),
                null);
    }

    public static DeployList list(DeclaredObject... objects) {
        return new DeployList(Arrays.asList(objects));
    }

    /** Code of a deployment, whose release has the same number here. */
    public static ObjectCode code(int release) {
        return new ObjectCode(release, release, digest(release), "deploy.js");
    }

    public static Digest digest(int n) {
        return new Digest("sha256:" + "%064x".formatted(n));
    }
}
