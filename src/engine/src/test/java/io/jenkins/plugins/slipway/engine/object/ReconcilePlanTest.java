package io.jenkins.plugins.slipway.engine.object;

import static io.jenkins.plugins.slipway.engine.object.Samples.action;
import static io.jenkins.plugins.slipway.engine.object.Samples.described;
import static io.jenkins.plugins.slipway.engine.object.Samples.list;
import static io.jenkins.plugins.slipway.engine.object.Samples.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReconcilePlanTest {
    @Test
    void every_object_is_created_updated_enabled_again_disabled_or_the_same() {
        List<StoredObject> current = List.of(
                new StoredObject(action("stays"), true, 1),
                new StoredObject(action("changes"), true, 1),
                new StoredObject(webhook("goes"), true, 1),
                new StoredObject(action("returns"), false, 1),
                new StoredObject(action("forgotten"), false, 1));

        ReconcilePlan plan = ReconcilePlan.of(
                current,
                list(action("stays"), action("changes", "stays"), described("returns", "again"), action("new")));

        assertThat(plan.changes())
                .extracting(ReconcilePlan.Change::toString)
                .containsExactly(
                        "same action stays",
                        "update action changes (uses)",
                        "re-enable action returns (description)",
                        "create action new",
                        "disable webhook goes");
        assertThat(plan.summary()).isEqualTo("1 create, 1 update, 1 re-enable, 1 disable, 1 same");
        assertThat(plan.changesNothing()).isFalse();
    }

    @Test
    void an_object_that_only_moved_in_its_file_is_the_same() {
        DeclaredObject moved = new DeclaredObject(
                DeclaredObject.Kind.ACTION,
                "stays",
                null,
                null,
                null,
                30,
                256,
                action("stays").operations(),
                action("stays").uses(),
                new SourcePlace("other.js", 9, 9));

        assertThat(ReconcilePlan.of(List.of(new StoredObject(action("stays"), true, 1)), list(moved))
                        .changesNothing())
                .isTrue();
    }
}
