package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.Settlement;
import org.jspecify.annotations.NullUnmarked;

/** Brings what was put on a {@link Shelf} to an end. */
@NullUnmarked
final class ShelfSettlement implements Settlement {
    private final Shelf shelf;
    private final int number;
    private final int release;
    private final Integer previous;
    private final boolean unchanged;

    ShelfSettlement(Shelf shelf, int number, int release, Integer previous, boolean unchanged) {
        this.shelf = shelf;
        this.number = number;
        this.release = release;
        this.previous = previous;
        this.unchanged = unchanged;
    }

    @Override
    public boolean isSwitched() {
        return unchanged || shelf.thing() != null && shelf.thing().deployment() == number;
    }

    @Override
    public DeploymentOutcome restore(String reason, OutputSink log) {
        Shelf.Thing thing = shelf.thing();
        if (thing != null && thing.deployment() == number && !shelf.putBack(thing)) {
            throw new RefusedException("somebody else is at the shelf");
        }
        return previous == null
                ? new DeploymentOutcome.Emptied(number, reason)
                : new DeploymentOutcome.Restored(number, previous, reason);
    }

    @Override
    public void commit() {
        if (!isSwitched()) {
            throw new RefusedException("release " + release + " is not on the shelf");
        }
    }
}
