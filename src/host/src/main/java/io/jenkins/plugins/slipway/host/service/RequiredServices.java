package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.ServiceConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The services that the applications of a release relate to and that are to run on this host. */
public record RequiredServices(List<One> services) {
    public static final RequiredServices NONE = new RequiredServices(List.of());

    /**
     * @param configuration as declared; a null where none is, so that it equals what was written down of it
     * @param endpoints that relationships ask for, each with the relationship's place for messages
     */
    record One(String name, ServiceType type, JsonNode configuration, Map<String, String> endpoints) {
        One {
            configuration = configuration.isMissingNode() ? NullNode.getInstance() : configuration;
        }
    }

    public RequiredServices {
        services = List.copyOf(services);
    }

    /**
     * @param applications of the release
     * @throws LifecycleFailedException if one relates to a service that this host cannot run and whose address is not given
     */
    public static RequiredServices of(
            ProjectConfig config, EnvironmentConfig environment, Collection<ApplicationConfig> applications) {
        Map<String, Map<String, String>> asked = new TreeMap<>();
        for (ApplicationConfig application : applications) {
            application
                    .relationships()
                    .forEach((name, relationship) -> asked.computeIfAbsent(
                                    relationship.service(), service -> new TreeMap<>())
                            .put(relationship.endpoint(), application.name() + "/relationships/" + name));
        }
        List<One> result = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        asked.forEach((name, endpoints) -> {
            ServiceConfig service = config.services().get(name);
            if (service == null || environment.services().containsKey(name)) {
                return;
            }
            ServiceType type = ServiceType.of(service.type());
            switch (type.kind()) {
                case POSTGRESQL, REDIS ->
                    result.add(new One(name, type, service.section().path("configuration"), endpoints));
                case FOREIGN -> foreign.add("‘" + name + "’ of type ‘" + type + "’");
                case STORAGE -> {
                    // Reached by mounts, not by relationships.
                }
            }
        });
        if (!foreign.isEmpty()) {
            throw new LifecycleFailedException("this host runs PostgreSQL and Redis, not service "
                    + String.join(", ", foreign) + ". Say where it runs: environments: { " + environment.name()
                    + ": { services: { "
                    + asked.keySet().stream()
                            .filter(name -> foreign.stream().anyMatch(text -> text.startsWith("‘" + name + "’")))
                            .collect(Collectors.joining(": …, "))
                    + ": … } } }");
        }
        return new RequiredServices(result);
    }

    Set<String> names() {
        return services.stream().map(One::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
