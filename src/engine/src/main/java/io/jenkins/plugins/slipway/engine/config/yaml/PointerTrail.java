package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * The way from the top of a file to a value, which becomes a pointer only when there is something to say: to write a pointer for each of
 * many values below long keys takes time by their product.
 *
 * @param parent null at the top
 * @param key of the value in its mapping; null in a list
 * @param index of the value in its list
 */
record PointerTrail(@Nullable PointerTrail parent, @Nullable String key, int index) {
    static final PointerTrail TOP = new PointerTrail(null, null, 0);

    PointerTrail key(String name) {
        return new PointerTrail(this, name, 0);
    }

    PointerTrail item(int number) {
        return new PointerTrail(this, null, number);
    }

    JsonPointer pointer() {
        Deque<PointerTrail> steps = new ArrayDeque<>();
        for (PointerTrail step = this; step.parent != null; step = step.parent) {
            steps.push(step);
        }
        JsonPointer pointer = JsonPointer.empty();
        for (PointerTrail step : steps) {
            pointer = step.key == null ? pointer.appendIndex(step.index) : pointer.appendProperty(step.key);
        }
        return pointer;
    }
}
