package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that a router has to know of an environment. Telling it twice changes nothing. */
record SiteState(Set<String> hosts, Mode mode, @Nullable OwnPort own) {
    static final SiteState UNKNOWN = new SiteState(Set.of(), new Mode.AsItIs(), null);

    SiteState {
        hosts = Set.copyOf(new TreeSet<>(hosts));
    }

    /** What becomes of its requests. */
    sealed interface Mode {
        /** What became of them so far: a daemon that has just been started does not know. */
        record AsItIs() implements Mode {}

        record Suspended() implements Mode {}

        record Holding(HoldRule rule) implements Mode {}

        record Serving(Routes routes) implements Mode {}
    }

    SiteState withHosts(Set<String> others) {
        return new SiteState(others, mode, own);
    }

    SiteState withOwn(OwnPort other) {
        return new SiteState(hosts, mode, other);
    }

    SiteState withMode(Mode other) {
        return new SiteState(hosts, other, own);
    }

    void apply(Router router, String environment) {
        if (own == null) {
            router.announce(environment, hosts);
        } else {
            router.announce(environment, hosts, own);
        }
        if (mode instanceof Mode.Serving serving) {
            router.serve(environment, serving.routes());
        } else if (mode instanceof Mode.Holding holding) {
            router.hold(environment, holding.rule());
        } else if (mode instanceof Mode.Suspended) {
            router.suspend(environment);
        }
    }
}
