package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.host.environment.process.ReleaseProcesses;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.supervisor.PortHolder;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes an environment over from a daemon that is gone. */
final class EnvironmentRecovery {
    private final EnvironmentRuntime runtime;

    EnvironmentRecovery(EnvironmentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Undoes a deployment that was cut off. */
    @FunctionalInterface
    interface Undo {
        void undo(EnvironmentState.Attempt attempt, String reason) throws InterruptedException;
    }

    /** Requests go on to what serves; they wait for what has to be brought back. */
    void announce() {
        EnvironmentState state = runtime.state();
        EnvironmentState.Attempt attempt = state.attempt();
        Installation live = state.live();
        ReleaseProcesses processes = runtime.live();
        if (live != null && processes != null && (attempt == null || !attempt.switching()) && processes.allRun()) {
            runtime.router().serve(live);
            return;
        }
        Installation known = live == null && attempt != null ? attempt.next() : live;
        if (known == null) {
            runtime.router().suspend();
        } else {
            runtime.router().announce(known);
            runtime.router().hold(known);
        }
    }

    void recover(Undo undo) throws InterruptedException {
        EnvironmentState state = runtime.state();
        endStrays(state);
        runtime.services().adopt();
        if (state.attempt() != null) {
            undo.undo(state.attempt(), "the host daemon ended");
        } else if (state.live() != null) {
            takeOver(state.live());
        }
    }

    private void takeOver(Installation found) throws InterruptedException {
        Installation live = withFreePorts(found);
        ReleaseProcesses processes = runtime.live();
        if (processes == null) {
            return;
        }
        PhaseLog log = new PhaseLog(OutputSink.discard());
        try {
            runtime.services().start(live.required(), null, log::say, Cancellation.never());
            runtime.services().retain(live.required());
            new BackupRestore(runtime).resume(live, log);
            processes.start(log);
            processes.awaitHealthy(log, Cancellation.never());
        } catch (SlipwayException e) {
            runtime.note(live, "not-healthy-after-restart", String.valueOf(e.getMessage()));
        }
        processes.keepUp();
        runtime.router().serve(live);
    }

    /** Another program may have taken a port while nothing of the release ran. What runs keeps its ports, and others know them. */
    private Installation withFreePorts(Installation live) {
        if (live.processes().values().stream().anyMatch(ProcessIdentity::alive)) {
            return live;
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        live.ports().forEach((process, port) -> {
            int another = runtime.tools().ports().again(port);
            ports.put(process, another);
            if (another != port) {
                String sentence = "port " + port + " of " + process + " in ‘"
                        + runtime.layout().key()
                        + "’ is taken by another program" + PortHolder.inWords(port) + "; it listens at port " + another
                        + " from now on";
                System.err.println(sentence);
                runtime.note(live, "other-port", sentence);
            }
        });
        Installation result = live.withPorts(ports);
        if (!result.equals(live)) {
            runtime.installations().moved(result);
        }
        return result;
    }

    /** Scripts and processes of releases that are neither live nor kept: the daemon that knew them is gone. */
    private void endStrays(EnvironmentState state) throws InterruptedException {
        Layout layout = runtime.layout();
        TaggedProcesses.endOthers(
                layout.tag(),
                tag -> tag.startsWith(layout.serviceTag()) && !tag.endsWith("/script")
                        || belongs(layout, tag, state.live()) && !tag.endsWith("/script")
                        || belongs(layout, tag, state.kept()),
                EnvironmentRuntime.GRACE);
    }

    private static boolean belongs(
            Layout layout, String tag, @org.jspecify.annotations.Nullable Installation installation) {
        return installation != null
                && tag.startsWith(layout.tag(installation.spec().token()));
    }
}
