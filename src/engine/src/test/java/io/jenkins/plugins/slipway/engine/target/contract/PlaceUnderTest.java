package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/**
 * A place that the contract is tried on, as it is outside of Slipway. Whatever is asked here is asked of the place itself, by other
 * ways than the target's own.
 */
@NullUnmarked
public abstract class PlaceUnderTest implements AutoCloseable {
    /** Lines of the environment's section that say where it lives, without indentation; empty for this machine. */
    public abstract String section();

    /** The place as a new process opens it. */
    public abstract Target open(ContractProject project) throws Exception;

    /** What the place gives to a visitor: the file {@code version} of each application; nothing for one that does not serve. */
    public abstract Map<String, String> serving() throws Exception;

    /** Everything of the place that a deployment may leave there, as a text that is equal when nothing changed. */
    public abstract String everything() throws Exception;

    /** Whether a deployment of what is live leaves the place as it is and says so. */
    public boolean knowsThatNothingChanged() {
        return false;
    }

    /** Somebody changes the place by hand; empty if nobody can. What it returns is what was changed, as it is served. */
    public Optional<Map<String, String>> changeByHand() throws Exception {
        return Optional.empty();
    }

    /** What nobody may read anywhere. Empty if the place is reached without. */
    public List<String> secrets() {
        return List.of();
    }

    /** Whether the deployer that dies is a process of its own. If not, its death is played within this one. */
    public boolean diesForReal() {
        return false;
    }

    /** What a process of its own needs to find the place again: arguments of its constructor. */
    public List<String> arguments() {
        return List.of();
    }

    /** The moments at which the deployer is killed, of all there are. */
    public List<Death.Moment> chosen(List<Death.Moment> all) {
        return all;
    }

    @Override
    public void close() throws Exception {}
}
