package io.jenkins.plugins.slipway.engine.process;

import java.util.ArrayList;
import java.util.List;

/** A wish, expressed once, that work under way comes to an end. Safe for use by several threads. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    /** A cancellation that nobody asks for. */
    public static Cancellation never() {
        return new Cancellation();
    }

    /** Asks for the end. The second and later calls do nothing. */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (listeners) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
        }
        toRun.forEach(Runnable::run);
    }

    public boolean isCancelled() {
        synchronized (listeners) {
            return cancelled;
        }
    }

    /** Runs the action when cancelled, at once if that has happened. Close the result to forget the action. */
    public Registration onCancel(Runnable action) {
        synchronized (listeners) {
            if (!cancelled) {
                listeners.add(action);
                return () -> {
                    synchronized (listeners) {
                        listeners.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    /** Undoes an {@link #onCancel}. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
