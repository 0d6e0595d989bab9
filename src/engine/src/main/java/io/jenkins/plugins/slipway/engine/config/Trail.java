package io.jenkins.plugins.slipway.engine.config;

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
record Trail(@Nullable Trail parent, @Nullable String key, int index) {
    static final Trail TOP = new Trail(null, null, 0);

    Trail key(String name) {
        return new Trail(this, name, 0);
    }

    Trail item(int number) {
        return new Trail(this, null, number);
    }

    JsonPointer pointer() {
        Deque<Trail> steps = new ArrayDeque<>();
        for (Trail step = this; step.parent != null; step = step.parent) {
            steps.push(step);
        }
        JsonPointer pointer = JsonPointer.empty();
        for (Trail step : steps) {
            pointer = step.key == null ? pointer.appendIndex(step.index) : pointer.appendProperty(step.key);
        }
        return pointer;
    }
}
