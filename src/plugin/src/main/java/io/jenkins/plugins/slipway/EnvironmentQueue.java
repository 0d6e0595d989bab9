package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.XmlFile;
import hudson.model.Items;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/**
 * Lets one step at a time change an environment, wherever in Jenkins the steps run: agents have daemons of their own, which know
 * nothing of each other. Who holds an environment is written down, so that a restart of the controller lets nobody in between;
 * who waits comes again by itself, and keeps its place.
 */
@Extension
public final class EnvironmentQueue implements ExtensionPoint {
    private static final Logger LOGGER = Logger.getLogger(EnvironmentQueue.class.getName());

    private final Map<String, EnvironmentClaim> holders;
    private final Map<String, List<Waiter>> waiting = new LinkedHashMap<>();

    public EnvironmentQueue() {
        holders = load();
    }

    @NonNull
    static EnvironmentQueue get() {
        return ExtensionList.lookupSingleton(EnvironmentQueue.class);
    }

    private record Waiter(EnvironmentClaim claim, CompletableFuture<Void> turn, Consumer<String> waitingFor) {}

    /**
     * Asks for the environment. Every claim is given back, whatever became of it.
     *
     * @param patienceMs how long to wait at most
     * @param waitingFor told who holds the environment, at first and each time that changes
     * @return completes when the claim holds it, or fails with an {@link AbortException} that names the holder
     */
    @NonNull
    CompletableFuture<Void> ask(
            @NonNull EnvironmentClaim claim, long patienceMs, @NonNull Consumer<String> waitingFor) {
        freeIfEnded(claim.key());
        CompletableFuture<Void> turn = new CompletableFuture<>();
        List<Waiter> superseded = new ArrayList<>();
        String holder;
        synchronized (this) {
            EnvironmentClaim held = holders.get(claim.key());
            if (held == null || held.equals(claim)) {
                holders.put(claim.key(), claim);
                save();
                turn.complete(null);
                return turn;
            }
            holder = held.holder();
            if (claim.refuses()) {
                turn.completeExceptionally(new AbortException("‘" + claim.environment() + "’ is held by " + holder
                        + ", and this step is not to wait for it (wait: refuse). Run it again when that has ended"));
                return turn;
            }
            queue(new Waiter(claim, turn, waitingFor), superseded);
        }
        superseded.forEach(EnvironmentQueue::supersede);
        waitingFor.accept(holder);
        Timer.get().schedule(() -> giveUp(claim, turn, patienceMs), patienceMs, TimeUnit.MILLISECONDS);
        return turn;
    }

    /** In the order of asking. After a restart the waiters come again in any order. */
    private void queue(Waiter waiter, List<Waiter> superseded) {
        List<Waiter> queue = waiting.computeIfAbsent(waiter.claim().key(), key -> new ArrayList<>());
        queue.add(waiter);
        queue.sort(Comparator.comparingLong(each -> each.claim().asked()));
        for (int i = queue.size() - 1; i > 0; i--) {
            if (queue.get(i).claim().supersedes()) {
                List<Waiter> older = queue.subList(0, i);
                superseded.addAll(older);
                older.clear();
                return;
            }
        }
    }

    private static void supersede(Waiter waiter) {
        waiter.turn()
                .completeExceptionally(new AbortException("A newer deployment took the place of this one in the queue"
                        + " for ‘" + waiter.claim().environment() + "’ (wait: newest). Nothing was changed"));
    }

    private void giveUp(EnvironmentClaim claim, CompletableFuture<Void> turn, long patienceMs) {
        String holder;
        synchronized (this) {
            EnvironmentClaim held = holders.get(claim.key());
            holder = held == null ? "nobody" : held.holder();
        }
        turn.completeExceptionally(
                new AbortException("‘" + claim.environment() + "’ is still held by " + holder + " after "
                        + patienceMs / 1000 + " s. Run the step again when that has ended, or raise its ‘timeout’"));
        if (turn.isCompletedExceptionally()) {
            giveBack(claim);
        }
    }

    /** After a restart: the claim was granted before it. */
    synchronized void keep(@NonNull EnvironmentClaim claim) {
        if (!claim.equals(holders.put(claim.key(), claim))) {
            save();
        }
    }

    /** Lets the next one in, or ends the wait. Does nothing twice. */
    void giveBack(@NonNull EnvironmentClaim claim) {
        Waiter next = null;
        List<Waiter> others = List.of();
        synchronized (this) {
            List<Waiter> queue = waiting.getOrDefault(claim.key(), new ArrayList<>());
            queue.removeIf(waiter -> waiter.claim().equals(claim));
            if (claim.equals(holders.get(claim.key()))) {
                holders.remove(claim.key());
                if (!queue.isEmpty()) {
                    next = queue.remove(0);
                    holders.put(claim.key(), next.claim());
                    others = List.copyOf(queue);
                }
                save();
            }
            if (queue.isEmpty()) {
                waiting.remove(claim.key());
            }
        }
        if (next != null) {
            String holder = next.claim().holder();
            others.forEach(other -> other.waitingFor().accept(holder));
            if (!next.turn().complete(null)) {
                giveBack(next.claim());
            }
        }
    }

    /** Who holds an environment, for people; null for nobody. */
    @CheckForNull
    synchronized String holder(@NonNull String project, @NonNull String environment) {
        EnvironmentClaim held = holders.get(project + "/" + environment);
        return held == null ? null : held.holder();
    }

    private void freeIfEnded(String key) {
        EnvironmentClaim held;
        synchronized (this) {
            held = holders.get(key);
        }
        if (held != null && !RunningCommands.get().hold(held)) {
            Run<?, ?> run = Run.fromExternalizableId(held.run());
            if (run == null || !run.isBuilding()) {
                giveBack(held);
            }
        }
    }

    private void free(Run<?, ?> run) {
        List<EnvironmentClaim> held;
        synchronized (this) {
            held = holders.values().stream()
                    .filter(claim -> claim.run().equals(run.getExternalizableId()))
                    .toList();
        }
        // What a command still works on is not free, whatever became of its run.
        held.stream().filter(claim -> !RunningCommands.get().hold(claim)).forEach(this::giveBack);
    }

    private static XmlFile file() {
        return new XmlFile(Items.XSTREAM2, new File(Jenkins.get().getRootDir(), "slipway/holders.xml"));
    }

    private static Map<String, EnvironmentClaim> load() {
        XmlFile file = file();
        Map<String, EnvironmentClaim> found = new LinkedHashMap<>();
        try {
            if (file.exists() && file.read() instanceof Stored stored) {
                stored.holders.forEach(claim -> found.put(claim.key(), claim));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Who holds which environment cannot be read from " + file, e);
        }
        return found;
    }

    private void save() {
        Stored stored = new Stored();
        stored.holders.addAll(holders.values());
        XmlFile file = file();
        try {
            file.write(stored);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Who holds which environment cannot be written to " + file);
        }
    }

    /** What is in the file. */
    private static final class Stored {
        private final ArrayList<EnvironmentClaim> holders = new ArrayList<>();
    }

    /** However a run ends, it holds nothing after that but what its command is still at work on. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Releaser extends RunListener<Run> {
        @Override
        public void onCompleted(Run run, @NonNull TaskListener listener) {
            get().free(run);
        }

        @Override
        public void onFinalized(Run run) {
            get().free(run);
        }

        @Override
        public void onDeleted(Run run) {
            get().free(run);
        }
    }
}
