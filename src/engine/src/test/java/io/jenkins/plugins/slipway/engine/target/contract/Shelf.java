package io.jenkins.plugins.slipway.engine.target.contract;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** A place in memory that only keeps what is put on it, one thing at a time: no daemon, no lock, and a fence. */
@NullUnmarked
public final class Shelf {
    /**
     * What lies there.
     *
     * @param id of its own, never used again
     * @param deployment that put it there; 0 for somebody's hand
     * @param texts the file {@code version} of each application
     * @param before what it replaced, or null
     */
    public record Thing(
            int id,
            int deployment,
            int release,
            Map<String, Digest> artifacts,
            Map<String, String> texts,
            Thing before) {}

    private Thing thing;
    private int ids;
    private int highest;
    private int writes;

    public synchronized Thing thing() {
        return thing;
    }

    public synchronized int highest() {
        return highest;
    }

    public synchronized int writes() {
        return writes;
    }

    /** Puts something in the place of what is expected there. */
    public synchronized boolean replace(
            Thing expected, int deployment, int release, Map<String, Digest> artifacts, Map<String, String> texts) {
        if (thing != expected) {
            return false;
        }
        writes++;
        highest = Math.max(highest, deployment);
        thing = new Thing(++ids, deployment, release, Map.copyOf(artifacts), new TreeMap<>(texts), thing);
        return true;
    }

    /** Puts back what lay there before. */
    public synchronized boolean putBack(Thing expected) {
        if (thing != expected) {
            return false;
        }
        writes++;
        thing = expected.before();
        return true;
    }

    public synchronized Map<String, String> changeByHand() {
        Map<String, String> texts = new TreeMap<>(thing.texts());
        texts.replaceAll((application, text) -> text + " by hand");
        replace(thing, 0, 0, Map.of(), texts);
        return texts;
    }
}
