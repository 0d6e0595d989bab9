package io.jenkins.plugins.slipway.host.ingress;

import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import java.util.Set;
import java.util.TreeSet;

/** All that a router has to know of an environment. Telling it twice changes nothing. */
record SiteState(Set<String> hosts, Mode mode) {
    static final SiteState UNKNOWN = new SiteState(Set.of(), new Mode.AsItIs());

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
        return new SiteState(others, mode);
    }

    SiteState withMode(Mode other) {
        return new SiteState(hosts, other);
    }

    void apply(Router router, String environment) {
        router.announce(environment, hosts);
        if (mode instanceof Mode.Serving serving) {
            router.serve(environment, serving.routes());
        } else if (mode instanceof Mode.Holding holding) {
            router.hold(environment, holding.rule());
        } else if (mode instanceof Mode.Suspended) {
            router.suspend(environment);
        }
    }
}
