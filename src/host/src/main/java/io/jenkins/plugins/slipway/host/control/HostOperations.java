package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.host.control.HostRequest.Metrics;
import io.jenkins.plugins.slipway.host.control.HostRequest.Names;
import io.jenkins.plugins.slipway.host.control.HostRequest.ReleaseName;
import io.jenkins.plugins.slipway.host.control.HostRequest.Status;
import io.jenkins.plugins.slipway.host.control.HostRequest.Stop;
import io.jenkins.plugins.slipway.host.control.HostRequest.Upgrade;
import io.jenkins.plugins.slipway.host.control.HostRequest.Watch;
import io.jenkins.plugins.slipway.host.control.Request.Done;
import io.jenkins.plugins.slipway.host.name.NameRegistry.Holding;
import io.jenkins.plugins.slipway.host.router.Router;
import java.util.List;

/** What any connection may ask about the host. */
final class HostOperations implements HostRequest.Handler {
    private final SessionOperations operations;

    HostOperations(SessionOperations operations) {
        this.operations = operations;
    }

    @Override
    public StatusReport status(Status request) {
        return StatusReport.of(operations);
    }

    @Override
    public Metrics.Text metrics(Metrics request) {
        return new Metrics.Text(PrometheusMetrics.text(
                StatusReport.of(operations), operations.router().traffic(Router.NOBODY)));
    }

    @Override
    public Done stop(Stop request) {
        operations.stop().accept(request.applications());
        return Done.DONE;
    }

    @Override
    public Done upgrade(Upgrade request, Call call) throws InterruptedException {
        operations.environments().quiesce(call.cancellation());
        operations.succeed().accept(request.command());
        return Done.DONE;
    }

    @Override
    public Watch.Verdict watch(Watch request) {
        return new Watch.Verdict(operations.watch().test(request.pid()));
    }

    @Override
    public List<Holding> names(Names request) {
        return operations.environments().names();
    }

    @Override
    public Holding releaseName(ReleaseName request) {
        return operations.environments().releaseName(request.name());
    }
}
