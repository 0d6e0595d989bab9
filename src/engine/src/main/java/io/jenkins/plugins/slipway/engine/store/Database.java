package io.jenkins.plugins.slipway.engine.store;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Where the records lie. Safe for several threads. */
interface Database extends AutoCloseable {
    /**
     * Does the work in one transaction, durable when the call returns. The work may be done more than once if transactions
     * collide, and must have no effect outside of the database.
     */
    <T> T transact(Work<T> work);

    /** Lets several units of work of this thread be one, where that saves something. They must not wait for anybody else. */
    default <T> T together(Supplier<T> units) {
        return units.get();
    }

    /** What is known without the database, where such a thing is kept. */
    default Optional<NewestReleases> newest() {
        return Optional.empty();
    }

    /** The place as a message names it; never with a password. */
    String place();

    @Override
    void close();

    /** Some statements that belong together. */
    @FunctionalInterface
    interface Work<T> {
        T with(Handle handle);
    }
}
