package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * A target in memory that keeps the contract of {@link Target}: it serves one release per environment, has one schema version
 * per application, restores when the holder is lost, and refuses what a dead holder writes. Phases can be made to fail.
 */
@NullUnmarked
public final class MemoryTarget implements Target {
    /** What a phase does instead of its work. */
    @FunctionalInterface
    public interface Trouble {
        void happen(Cancellation cancellation) throws InterruptedException;
    }

    /** Stands for {@code kill -9} of the deployer: nothing of it may run after this, not even its clean-up. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Place {
        Integer live;
        int deployment;
        int highest;
        DeploymentOutcome outcome;
        MemoryLock holder;
        Integer serving;
        final Map<String, String> versions = new TreeMap<>();
    }

    private final Map<String, Place> places = new HashMap<>();
    private final Map<Phase, Trouble> troubles = new EnumMap<>(Phase.class);
    private final List<String> story = new ArrayList<>();
    private String brokenRestore;

    public MemoryTarget trouble(Phase phase, Trouble trouble) {
        troubles.put(phase, trouble);
        return this;
    }

    /** From now on what was live does not come back as it was, for this fault. */
    public MemoryTarget breakRestores(String fault) {
        brokenRestore = fault;
        return this;
    }

    public void noTrouble() {
        troubles.clear();
    }

    /** What was done, one line each, in order. */
    public synchronized List<String> story() {
        return List.copyOf(story);
    }

    /** The release that answers requests, null for none. */
    public synchronized Integer serving(String environment) {
        return place(environment).serving;
    }

    public synchronized void dataVersion(String environment, String application, String version) {
        place(environment).versions.put(application, version);
    }

    public synchronized String dataVersion(String environment, String application) {
        return place(environment).versions.get(application);
    }

    /** The host notices that the holder's process is gone. */
    public synchronized void loseHolder(String environment) {
        Place place = place(environment);
        if (place.holder != null) {
            place.holder.lost(place);
        }
    }

    private Place place(String environment) {
        return places.computeIfAbsent(environment, name -> new Place());
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return Capabilities.HOST;
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        return MachinePlan.of(request);
    }

    @Override
    public synchronized Optional<Live> inspect(String project, String environment) {
        Place place = place(environment);
        return place.highest == 0 && place.holder == null ? Optional.empty() : Optional.of(live(place));
    }

    private static Live live(Place place) {
        return new Live(
                place.live,
                place.deployment,
                place.highest,
                place.live == null ? "stopped" : "healthy",
                place.holder == null ? null : place.holder.name,
                place.outcome);
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation)
            throws InterruptedException {
        synchronized (this) {
            Place place = place(request.environment());
            String told = null;
            while (place.holder != null) {
                if (request.policy() == io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait.REFUSE) {
                    throw new RefusedException(
                            "Environment ‘" + request.environment() + "’ is held by " + place.holder.name);
                }
                if (!place.holder.name.equals(told)) {
                    told = place.holder.name;
                    listener.waitingFor(told);
                }
                wait();
            }
            place.holder = new MemoryLock(request.environment(), request.holder());
            return place.holder;
        }
    }

    private final class MemoryLock implements Lock {
        private final String environment;
        private final String name;
        private MemoryDeployment deployment;
        private boolean gone;

        MemoryLock(String environment, String name) {
            this.environment = environment;
            this.name = name;
        }

        @Override
        public Live live() {
            synchronized (MemoryTarget.this) {
                return MemoryTarget.live(place(environment));
            }
        }

        @Override
        public LeasedDeployment begin(ReleaseSpec spec) {
            synchronized (MemoryTarget.this) {
                Place place = place(environment);
                if (spec.token() <= place.highest) {
                    throw new RefusedException("Deployment " + place.highest + " was seen already");
                }
                place.highest = spec.token();
                place.outcome = null;
                deployment = new MemoryDeployment(this, place, spec);
                return deployment;
            }
        }

        @Override
        public void close() {
            synchronized (MemoryTarget.this) {
                if (deployment != null && deployment.killed) {
                    return;
                }
                Place place = place(environment);
                if (place.holder == this) {
                    lost(place);
                }
            }
        }

        private void lost(Place place) {
            gone = true;
            if (deployment != null && !deployment.over) {
                deployment.bringBack("Deployment " + deployment.spec.token() + " lost its holder");
            }
            place.holder = null;
            MemoryTarget.this.notifyAll();
        }
    }

    private final class MemoryDeployment implements LeasedDeployment {
        private final MemoryLock lock;
        private final Place place;
        private final ReleaseSpec spec;
        private final Map<String, String> versionsBefore;
        private boolean over;
        private boolean killed;

        MemoryDeployment(MemoryLock lock, Place place, ReleaseSpec spec) {
            this.lock = lock;
            this.place = place;
            this.spec = spec;
            this.versionsBefore = Map.copyOf(place.versions);
        }

        @Override
        public Operation operation(PlannedStep step) {
            return new Operation() {
                @Override
                public OperationHandle handle() {
                    return new OperationHandle(step.name(), step.place(), Map.of());
                }

                @Override
                public StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException {
                    return perform(Phase.valueOf(step.name().toUpperCase(Locale.ROOT)), log, cancellation);
                }
            };
        }

        @Override
        public boolean isSwitched() {
            synchronized (MemoryTarget.this) {
                return place.deployment == spec.token();
            }
        }

        private StepResult perform(Phase phase, OutputSink log, Cancellation cancellation) throws InterruptedException {
            refuseIfGone();
            Trouble trouble = troubles.get(phase);
            if (trouble != null) {
                try {
                    trouble.happen(cancellation);
                } catch (Killed e) {
                    killed = true;
                    throw e;
                }
            }
            synchronized (MemoryTarget.this) {
                refuseIfGone();
                story.add(phase.key() + " " + spec.release());
                say(log, "does " + phase.key());
                return switch (phase) {
                    case BACKUP -> new StepResult(false, backup());
                    case HOLD -> {
                        place.serving = null;
                        yield new StepResult(false, Map.of());
                    }
                    case UNMOUNT -> change(DataChange.Down.class);
                    case MOUNT -> change(DataChange.Restore.class);
                    case OBJECTS, PRE_START -> new StepResult(true, Map.of());
                    default -> new StepResult(false, Map.of());
                };
            }
        }

        private Map<String, String> backup() {
            Map<String, String> facts = new TreeMap<>();
            place.versions.forEach((application, version) -> {
                facts.put("data-version/" + application, version);
                if (spec.backup()) {
                    facts.put("backup/" + application, "version=" + version);
                }
            });
            return facts;
        }

        private StepResult change(Class<? extends DataChange> kind) {
            spec.dataChange().forEach((application, change) -> {
                if (kind.isInstance(change)) {
                    story.add("data " + application + " " + change);
                    place.versions.put(
                            application,
                            change instanceof DataChange.Down down
                                    ? down.toVersion()
                                    : ((DataChange.Restore) change).backupFile().replace("version=", ""));
                }
            });
            return new StepResult(spec.dataChange().isEmpty(), Map.of());
        }

        @Override
        public DeploymentOutcome restore(String reason, OutputSink log) {
            synchronized (MemoryTarget.this) {
                refuseIfGone();
                bringBack(reason);
                return place.outcome;
            }
        }

        private void bringBack(String reason) {
            if (!over) {
                over = true;
                place.outcome = outcome(reason);
                story.add("restore " + place.live);
                place.serving = place.live;
                place.versions.putAll(versionsBefore);
            }
        }

        private DeploymentOutcome outcome(String reason) {
            if (place.live == null) {
                return new DeploymentOutcome.Emptied(spec.token(), reason);
            }
            return brokenRestore == null
                    ? new DeploymentOutcome.Restored(spec.token(), place.live, reason)
                    : new DeploymentOutcome.Broken(spec.token(), place.live, brokenRestore, reason);
        }

        @Override
        public DeploymentOutcome keep(String reason) {
            synchronized (MemoryTarget.this) {
                refuseIfGone();
                over = true;
                place.serving = null;
                place.live = null;
                place.outcome = new DeploymentOutcome.Kept(spec.token(), reason);
                story.add("keep " + spec.release());
                return place.outcome;
            }
        }

        @Override
        public void commit() {
            synchronized (MemoryTarget.this) {
                refuseIfGone();
                over = true;
                place.live = spec.release();
                place.serving = spec.release();
                place.deployment = spec.token();
                place.outcome = new DeploymentOutcome.Committed(spec.token(), spec.release());
            }
        }

        @Override
        public List<String> urls() {
            return List.of("http://" + lock.environment + "." + spec.project() + ".localhost:8080/");
        }

        private void refuseIfGone() {
            if (lock.gone) {
                throw new RefusedException("Deployment " + spec.token() + " no longer holds the environment");
            }
        }
    }

    private static void say(OutputSink log, String sentence) {
        byte[] bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            log.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new LifecycleFailedException("the log cannot be written", e);
        }
    }
}
