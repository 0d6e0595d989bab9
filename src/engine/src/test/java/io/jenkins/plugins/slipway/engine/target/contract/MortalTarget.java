package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Capabilities;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.DriftPort;
import io.jenkins.plugins.slipway.engine.target.InterruptedDeployment;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.Operation;
import io.jenkins.plugins.slipway.engine.target.OperationHandle;
import io.jenkins.plugins.slipway.engine.target.PlanRequest;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import io.jenkins.plugins.slipway.engine.target.StepResult;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/** A target whose deployer dies at a moment, or one of whose steps fails there. Until then it does what the other one does. */
@NullUnmarked
public final class MortalTarget implements Target {
    /** Stands for {@code kill -9} within a process that has to go on: nothing of the deployer runs after it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Target target;
    private final Moment moment;
    private final Runnable fate;
    private volatile boolean dead;
    private int begun;
    private List<PlannedStep> planned = List.of();

    private MortalTarget(Target target, Moment moment, Runnable fate) {
        this.target = target;
        this.moment = moment;
        this.fate = fate;
    }

    /** @param death ends the process, or does what the world sees of that */
    public static MortalTarget dying(Target target, Moment moment, Runnable death) {
        return new MortalTarget(target, moment, death);
    }

    /** One of whose steps fails at the moment with that reason; what the step has done until then stays done. */
    public static MortalTarget failing(Target target, Moment moment, String reason) {
        return new MortalTarget(target, moment, () -> {
            throw new LifecycleFailedException(reason);
        });
    }

    /** One that does something at the moment and goes on. */
    public static MortalTarget pausing(Target target, Moment moment, Runnable then) {
        return new MortalTarget(target, moment, then);
    }

    private void pass(int index, Point point) {
        if (dead) {
            throw new Killed();
        }
        if (moment.index() == index && moment.point() == point) {
            try {
                fate.run();
            } catch (Killed e) {
                dead = true;
                throw e;
            }
        }
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return target.capabilities(project, environment);
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        return target.plan(request);
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        if (dead) {
            throw new Killed();
        }
        return target.inspect(project, environment);
    }

    @Override
    public Optional<DriftPort> drift(String project, String environment) {
        return target.drift(project, environment);
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation)
            throws InterruptedException {
        Lock lock = target.lock(request, listener, cancellation);
        begun = 0;
        return new Lock() {
            @Override
            public Live live() {
                return lock.live();
            }

            @Override
            public LeasedDeployment begin(ReleaseSpec spec) {
                return new MortalDeployment(lock.begin(spec));
            }

            @Override
            public Optional<Settlement> resume(InterruptedDeployment interrupted) {
                return lock.resume(interrupted);
            }

            @Override
            public void close() {
                if (!dead) {
                    lock.close();
                }
            }
        };
    }

    /** The steps of the plan that is carried out, so that the last one of the switch is known. */
    public MortalTarget of(List<PlannedStep> steps) {
        planned = List.copyOf(steps);
        return this;
    }

    private final class MortalDeployment implements LeasedDeployment {
        private final LeasedDeployment deployment;

        MortalDeployment(LeasedDeployment deployment) {
            this.deployment = deployment;
        }

        @Override
        public Operation operation(PlannedStep step) {
            int ahead = planned.subList(begun, planned.size()).indexOf(step);
            if (ahead < 0) {
                throw new AssertionError("step " + step + " is not in the plan from " + begun + " on: " + planned);
            }
            int index = begun + ahead;
            begun = index + 1;
            pass(index, Point.UNKNOWN);
            Operation operation = deployment.operation(step);
            return new Operation() {
                @Override
                public OperationHandle handle() {
                    return operation.handle();
                }

                @Override
                public StepResult run(OutputSink log, Cancellation cancellation) throws InterruptedException {
                    pass(index, Point.ANNOUNCED);
                    StepResult result = operation.run(log, cancellation);
                    pass(index, Point.DONE);
                    return result;
                }
            };
        }

        @Override
        public boolean isSwitched() {
            return deployment.isSwitched();
        }

        @Override
        public DeploymentOutcome restore(String reason, OutputSink log) throws InterruptedException {
            pass(-1, Point.UNKNOWN);
            return deployment.restore(reason, log);
        }

        @Override
        public DeploymentOutcome keep(String reason) {
            pass(-1, Point.UNKNOWN);
            return deployment.keep(reason);
        }

        @Override
        public void commit() {
            pass(begun - 1, Point.UNCOMMITTED);
            deployment.commit();
            pass(begun - 1, Point.COMMITTED);
        }

        @Override
        public List<String> urls() {
            return deployment.urls();
        }
    }
}
