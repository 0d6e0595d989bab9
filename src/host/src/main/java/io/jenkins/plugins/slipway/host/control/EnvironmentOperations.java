package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.Backups;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.GiveUp;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.Inspect;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.ListObjects;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.Preview;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest.RunAction;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironment;
import io.jenkins.plugins.slipway.host.environment.HostedEnvironments;
import io.jenkins.plugins.slipway.host.object.ObjectRequests;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What any connection may ask about an environment. */
final class EnvironmentOperations implements EnvironmentRequest.Handler {
    private final HostedEnvironments environments;
    private final ObjectRequests objects;

    EnvironmentOperations(SessionOperations operations) {
        this.environments = operations.environments();
        this.objects = new ObjectRequests(operations.objects());
    }

    @Override
    public Optional<Live> inspect(Inspect request, Call call) {
        Optional<HostedEnvironment> found = environments.find(request.project(), request.environment());
        if (request.settled()) {
            found.ifPresent(environment -> settle(environment, call.cancellation()));
        }
        return found.map(HostedEnvironment::inspect);
    }

    /** Once it is known what became of a deployment that an earlier daemon left. */
    private static void settle(HostedEnvironment environment, Cancellation cancellation) {
        CompletableFuture<Void> settled = environment.settled();
        try (Cancellation.Registration registration = cancellation.onCancel(() -> settled.complete(null))) {
            settled.join();
        }
    }

    @Override
    public JsonNode objects(ListObjects request) {
        return objects.list(request.project(), request.environment());
    }

    @Override
    public JsonNode runAction(RunAction request) throws InterruptedException {
        return objects.call(request.project(), request.environment(), request.action(), request.input());
    }

    @Override
    public JsonNode giveUp(GiveUp request) {
        return objects.giveUp(request.project(), request.environment(), request.key(), request.by(), request.reason());
    }

    @Override
    public List<Backup> backups(Backups request) {
        return environments
                .find(request.project(), request.environment())
                .map(HostedEnvironment::backups)
                .orElse(List.of());
    }

    @Override
    public List<String> preview(Preview request, Call call) throws InterruptedException {
        return environments.get(request.project(), request.environment()).preview(request.spec(), call.log());
    }
}
