package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * The commands that change environments. When a run is over and its command may not be, such as after an abort while the agent
 * was not connected, the command is told to stop as soon as it can be, what it changes is followed to its end, and its environment
 * is held until then. All of that outlives a restart.
 */
@Extension
public final class RunningCommands implements ExtensionPoint {
    private static final Logger LOGGER = Logger.getLogger(RunningCommands.class.getName());
    private static final long FIRST_LOOK_MS = 500;
    private static final long LAST_LOOK_MS = 5_000;

    private final CopyOnWriteArrayList<RunningCommand> commands = new CopyOnWriteArrayList<>();
    private final RunningCommandsFile file = new RunningCommandsFile();
    private boolean loaded;

    @NonNull
    static RunningCommands get() {
        return ExtensionList.lookupSingleton(RunningCommands.class);
    }

    /** Before any run goes on, and so before anybody asks for an environment. */
    @Initializer(after = InitMilestone.JOB_LOADED, before = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void begin() {
        get().loaded();
    }

    private synchronized List<RunningCommand> loaded() {
        if (!loaded) {
            loaded = true;
            commands.addAll(file.read());
            for (RunningCommand command : commands) {
                EnvironmentClaim claim = command.claim();
                Run<?, ?> run = claim == null ? null : Run.fromExternalizableId(claim.run());
                if (command.isLeft() || run == null || !run.isBuilding()) {
                    command.leave();
                    look(command, FIRST_LOOK_MS);
                }
            }
        }
        return commands;
    }

    /** A run has started it, and follows it. */
    synchronized void add(@NonNull RunningCommand command) {
        loaded().add(command);
        file.write(commands);
    }

    /** Nobody follows it any more: from now on this does. */
    synchronized void leave(@NonNull RunningCommand command) {
        EnvironmentClaim claim = command.claim();
        if (claim != null) {
            loaded().removeIf(each -> claim.equals(each.claim()));
        }
        command.leave();
        loaded().add(command);
        file.write(commands);
        look(command, FIRST_LOOK_MS);
    }

    /** It has ended. */
    synchronized void remove(@NonNull EnvironmentClaim claim) {
        if (loaded().removeIf(each -> claim.equals(each.claim()))) {
            file.write(commands);
        }
    }

    /** Whether a command may be at work under that claim. */
    boolean hold(@NonNull EnvironmentClaim claim) {
        return loaded().stream().anyMatch(each -> claim.equals(each.claim()));
    }

    /** The command that holds an environment though its run is over; null if there is none. */
    @CheckForNull
    RunningCommand left(@NonNull String project, @NonNull String environment) {
        String key = project + "/" + environment;
        return loaded().stream()
                .filter(each -> each.isLeft() && each.holds(key))
                .findFirst()
                .orElse(null);
    }

    /** All whose runs are over, and whose agents cannot be asked now. */
    @NonNull
    List<RunningCommand> outOfReach() {
        return loaded().stream()
                .filter(each -> each.isLeft() && each.claim() != null && !each.isWithinReach())
                .toList();
    }

    /**
     * Lets others change an environment although a command that was at work there is not known to have ended. Nothing more of it
     * comes into the records; if its agent comes back, it is still told to stop.
     *
     * @return whether there was such a command, out of reach
     */
    boolean takeOver(@NonNull String project, @NonNull String environment, @NonNull String by) {
        RunningCommand command = left(project, environment);
        if (command == null || command.isWithinReach()) {
            return false;
        }
        EnvironmentClaim claim = command.claim();
        synchronized (this) {
            command.disregard();
            commands.remove(command);
            if (Jenkins.get().getNode(command.node()) != null) {
                RunningCommand stray = command.withoutClaim();
                commands.add(stray);
                look(stray, LAST_LOOK_MS);
            }
            file.write(commands);
        }
        LOGGER.log(Level.WARNING, "{0} took over {1} from {2}, whose agent ‘{3}’ is gone", new Object[] {
            by, project + "/" + environment, claim == null ? "nobody" : claim.holder(), command.node()
        });
        if (claim != null) {
            EnvironmentQueue.get().giveBack(claim);
        }
        return true;
    }

    private void look(RunningCommand command, long delay) {
        Timer.get()
                .schedule(
                        () -> Computer.threadPoolForRemoting.submit(() -> attend(command, delay)),
                        delay,
                        TimeUnit.MILLISECONDS);
    }

    private void attend(RunningCommand command, long delay) {
        if (!commands.contains(command)) {
            return;
        }
        try {
            if (!command.attend()) {
                look(command, Math.min(LAST_LOOK_MS, delay * 2));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot follow a command on ‘" + command.node() + "’");
            look(command, LAST_LOOK_MS);
            return;
        }
        synchronized (this) {
            commands.remove(command);
            file.write(commands);
        }
        EnvironmentClaim claim = command.claim();
        if (claim != null) {
            EnvironmentQueue.get().giveBack(claim);
        }
    }

    /** A run that is over, however it ended, follows nothing any more. */
    private void left(Run<?, ?> run) {
        for (RunningCommand command : loaded()) {
            EnvironmentClaim claim = command.claim();
            if (!command.isLeft() && claim != null && claim.run().equals(run.getExternalizableId())) {
                leave(command);
            }
        }
    }

    /** Before the queue hears of it, which frees what nobody is at work on. */
    @Extension(ordinal = 1)
    @SuppressWarnings("rawtypes")
    public static final class Leaver extends RunListener<Run> {
        @Override
        public void onCompleted(Run run, @NonNull TaskListener listener) {
            get().left(run);
        }

        @Override
        public void onDeleted(Run run) {
            get().left(run);
        }
    }
}
