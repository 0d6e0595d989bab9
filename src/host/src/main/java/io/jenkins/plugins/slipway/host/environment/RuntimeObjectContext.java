package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.ObjectPlace;
import io.jenkins.plugins.slipway.host.environment.process.Commands;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.object.ObjectContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the owner of an environment gives to its objects. */
final class RuntimeObjectContext implements ObjectContext {
    private final EnvironmentRuntime runtime;
    private final @Nullable Installation imagined;

    RuntimeObjectContext(EnvironmentRuntime runtime) {
        this(runtime, null);
    }

    /**
     * @param imagined the release that might be put in place; null to tell what is
     */
    RuntimeObjectContext(EnvironmentRuntime runtime, @Nullable Installation imagined) {
        this.runtime = runtime;
        this.imagined = imagined;
    }

    @Override
    public String project() {
        return runtime.layout().project();
    }

    @Override
    public String environment() {
        return runtime.layout().environment();
    }

    @Override
    public ObjectPlace place() {
        return installations().stream()
                .findFirst()
                .map(newest -> newest.spec().environment().objects())
                .orElse(ObjectPlace.DEFAULT);
    }

    @Override
    public String url() {
        // Not the environment's name: only browsers and curl know that names below localhost are this machine.
        return "http://127.0.0.1:" + runtime.tools().router().port() + "/";
    }

    @Override
    public Path folder() {
        return runtime.layout().root();
    }

    @Override
    public Path unpacked(int deployment, String application) {
        return runtime.layout().release(deployment, application);
    }

    @Override
    public Map<String, String> variables(String application, int deployment) {
        List<Installation> known = new ArrayList<>(installations());
        // The deployment's own first; code of an older one, which only unsubscribes, gets today's.
        known.sort((a, b) ->
                Boolean.compare(b.spec().token() == deployment, a.spec().token() == deployment));
        for (Installation installation : known) {
            ApplicationConfig config =
                    installation.spec().config().applications().get(application);
            if (config != null) {
                return new Commands(runtime.tools(), runtime.layout(), installation).environment(config, config.name());
            }
        }
        Map<String, String> least = new LinkedHashMap<>();
        least.put("PATH", runtime.tools().path());
        known.stream()
                .findFirst()
                .ifPresent(newest -> least.putAll(newest.spec().environment().variables()));
        return least;
    }

    /** What is being put in place, is live or was kept, newest first. */
    private List<Installation> installations() {
        if (imagined != null) {
            return List.of(imagined);
        }
        EnvironmentState state = runtime.state();
        return Stream.of(state.attempt() == null ? null : state.attempt().next(), state.live(), state.kept())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
