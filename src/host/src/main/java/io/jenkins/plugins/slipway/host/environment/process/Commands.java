package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig.Relationship;
import io.jenkins.plugins.slipway.engine.config.ServiceConfig;
import io.jenkins.plugins.slipway.engine.environment.Endpoint;
import io.jenkins.plugins.slipway.engine.environment.PlatformVariables;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.EnvironmentFile;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.environment.address.EnvironmentAddresses;
import io.jenkins.plugins.slipway.host.environment.state.Entropy;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.service.HostedServices;
import io.jenkins.plugins.slipway.host.supervisor.Cgroups;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says how the processes of an installed release are started: where, with which variables, under which tag. */
public final class Commands {
    private final SharedResources tools;
    private final Layout layout;
    private final Installation installation;

    public Commands(SharedResources tools, Layout layout, Installation installation) {
        this.tools = tools;
        this.layout = layout;
        this.installation = installation;
    }

    /** The long-running processes of the release, in the order in which they start. */
    List<Launch> processes() {
        return installation.roles().stream().map(this::launch).toList();
    }

    /** A script of an application that runs to its end. */
    Command script(ApplicationConfig application, String text, Map<String, String> more) {
        Map<String, String> environment = environment(application, application.name());
        environment.putAll(more);
        environment.put(TaggedProcesses.VARIABLE, tag(application.name() + "/script"));
        ProcessSandbox place = place(application, application.name());
        String file = more.get(DataScripts.FILE);
        return Command.liveScript(text, place.directory(), environment)
                .in(file == null ? place.sandbox() : place.sandbox(Path.of(file)));
    }

    /**
     * What the application's relationships lead to.
     *
     * @throws LifecycleFailedException if one leads nowhere
     */
    public Map<String, Endpoint> endpoints(ApplicationConfig application) {
        Map<String, Endpoint> result = new LinkedHashMap<>();
        application.relationships().forEach((name, relationship) -> {
            endpoint(application, name, relationship).ifPresent(endpoint -> result.put(name, endpoint));
        });
        return result;
    }

    private ProcessSandbox place(ApplicationConfig application, String process) {
        return ProcessSandbox.of(tools, layout, installation.spec().token(), application, process);
    }

    private Launch launch(Role role) {
        int token = installation.spec().token();
        ProcessSandbox place = place(role.application(), role.process());
        Set<Path> emptied = new LinkedHashSet<>(layout.emptied(token, role.process(), role.application()));
        Path socket = place.socket();
        if (socket != null && socket.getParent() != null) {
            emptied.add(socket.getParent());
        }
        return new Launch(
                role.process(),
                tag(role.process()),
                EnvironmentFile.before(place.directory(), List.of("/bin/sh", "-c", role.start())),
                place.directory(),
                environment(role.application(), role.process()),
                place.border(),
                Cgroups.of(
                        HostHome.digest(tag(role.process())),
                        installation
                                .spec()
                                .environment()
                                .limits()
                                .get(role.application().name())),
                layout.log(role.process()),
                emptied);
    }

    private String tag(String process) {
        return layout.tag(installation.spec().token()) + process;
    }

    /** The whole environment of a process of the application. */
    public Map<String, String> environment(ApplicationConfig application, String process) {
        ReleaseSpec spec = installation.spec();
        ProcessSandbox place = place(application, process);
        Map<String, String> result = place.surroundings(tools.path());
        result.putAll(PlatformVariables.forRun(
                spec.config(),
                spec.environment(),
                application,
                new PlatformVariables.Running(
                        installation.treeId(application.name()),
                        place.seen(),
                        EnvironmentAddresses.url(spec, tools.router().port()),
                        installation.ports().get(process),
                        place.socket(),
                        Entropy.of(layout.home(), layout.project()),
                        endpoints(application))));
        return result;
    }

    /** Empty for a service that the host runs and that does not run yet. */
    private Optional<Endpoint> endpoint(ApplicationConfig application, String name, Relationship relationship) {
        ReleaseSpec spec = installation.spec();
        String url = spec.environment().services().get(relationship.service());
        if (url != null) {
            return Optional.of(Endpoint.ofUrl(relationship.service(), relationship.endpoint(), url));
        }
        Integer port = installation.ports().get(relationship.service());
        if (port != null) {
            return Optional.of(Endpoint.ofApplication(relationship.service(), "127.0.0.1", port));
        }
        ApplicationConfig other = spec.config().applications().get(relationship.service());
        if (other != null && other.web() != null && other.web().socketFamily().equals("unix")) {
            throw new LifecycleFailedException("relationship ‘" + name + "’ of application ‘" + application.name()
                    + "’ leads to ‘" + other.name()
                    + "’, which listens on a Unix socket, where only the router can reach it."
                    + " Let it listen on a port: web: { upstream: { socket_family: tcp } }");
        }
        ServiceConfig service = spec.config().services().get(relationship.service());
        if (service != null && HostedServices.runs(service)) {
            return HostedServices.endpoint(layout.services(), service, relationship.endpoint());
        }
        throw new LifecycleFailedException("relationship ‘" + name + "’ of application ‘" + application.name()
                + "’ leads to ‘" + relationship.service() + "’, which is neither an application of release "
                + spec.release() + " nor among the services of environment ‘"
                + spec.environment().name() + "’. Give its address there: services: { " + relationship.service()
                + ": … }");
    }
}
