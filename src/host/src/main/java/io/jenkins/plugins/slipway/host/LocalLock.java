package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.engine.target.Target.LockRequest;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.LockedRequest;
import java.io.IOException;

/** The lock of an environment, held for as long as the connection to the daemon is. */
final class LocalLock implements Lock {
    private final LocalTarget target;
    private final ControlClient client;
    private final LockRequest request;
    private final Secrets secrets;
    private final Live live;

    LocalLock(LocalTarget target, ControlClient client, LockRequest request, Secrets secrets, Live live) {
        this.target = target;
        this.client = client;
        this.request = request;
        this.secrets = secrets;
        this.live = live;
    }

    @Override
    public Live live() {
        return live;
    }

    @Override
    public LeasedDeployment begin(ReleaseSpec spec) {
        try {
            if (!secrets.isEmpty()) {
                client.call(new LockedRequest.Entrust(secrets.hidden(), secrets.open()));
            }
            return new LocalDeployment(target, client, spec, client.call(new LockedRequest.Begin(spec)));
        } catch (IOException e) {
            throw new RefusedException(
                    "the lock of ‘" + request.environment()
                            + "’ was lost before the deployment began, because the host daemon ended; nothing was changed. Deploy again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the deployment was interrupted before it began", e);
        }
    }

    @Override
    public void close() {
        try {
            client.call(new LockedRequest.Unlock());
        } catch (IOException e) {
            // The daemon has given the lock to the next already, or is gone with it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }
}
