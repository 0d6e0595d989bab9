package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.Supervised;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What is particular to one kind of server. */
interface Server {
    /** Asks the server to end, such that nothing is lost and nothing has to be repaired. */
    String stopSignal();

    /** What of its configuration this host does not use, in sentences. */
    List<String> ignored();

    /** The endpoints that relationships may ask for. */
    List<String> endpoints();

    /** Makes empty data. Data is there as a whole or not at all. */
    void make(ServiceState state, Cancellation cancellation) throws IOException, InterruptedException;

    /** How to start it; writes its settings. */
    Launch launch(ServiceState state) throws IOException;

    /**
     * Waits until it answers.
     *
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if it ends, or does not answer in time
     */
    void awaitReady(ServiceState state, Supervised process, Cancellation cancellation) throws InterruptedException;

    /** Makes what is declared, such as databases, and the accounts of its endpoints. What was there stays. */
    ServiceState configure(ServiceState state, Cancellation cancellation) throws InterruptedException;

    /** What it holds now, to be copied from while it goes on. */
    Snapshot snapshot(ServiceState state) throws InterruptedException;

    /** Takes over what another server of the same kind holds. */
    void copy(ServiceState state, Snapshot from, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException;

    /** Writes what it holds to files in a directory. */
    void dump(ServiceState state, Path directory, Cancellation cancellation) throws IOException, InterruptedException;

    /**
     * Replaces what it holds. Nobody is connected. What was there is gone when everything else is there, not before.
     *
     * @param directory with files that {@link #dump} has written
     * @param restart ends the server and starts it again
     */
    void load(ServiceState state, Path directory, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException;

    /** Gives a server back that has been ended and started again around an action. */
    interface Restart {
        void around(Action whileEnded) throws IOException, InterruptedException;
    }

    /** What is done while the server does not run. */
    interface Action {
        void run() throws IOException, InterruptedException;
    }

    /** What a server held at one instant. Holds resources of that server until it is closed. */
    interface Snapshot extends AutoCloseable {
        @Override
        void close();
    }
}
