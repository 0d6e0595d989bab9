package io.jenkins.plugins.slipway.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import org.junit.jupiter.api.Test;

class DevTurnTest {
    @Test
    void an_attempt_gives_way_until_third_parties_learn_of_it() {
        DevTurn early = new DevTurn(false);
        early.next(Phase.DEPLOY.key());
        early.overtake();
        assertThat(early.isOvertaken()).isTrue();

        DevTurn late = new DevTurn(false);
        late.next(Phase.OBJECTS.key());
        late.overtake();
        assertThat(late.cancellation().isCancelled()).isFalse();
        assertThat(late.isOvertaken()).isFalse();
    }

    @Test
    void what_was_overtaken_before_its_objects_never_comes_to_them() {
        DevTurn turn = new DevTurn(false);
        turn.overtake();

        turn.next(Phase.OBJECTS.key());

        assertThat(turn.cancellation().isCancelled()).isTrue();
        assertThat(turn.isOvertaken()).isTrue();
    }

    @Test
    void a_watch_ends_as_soon_as_something_newer_waits() {
        DevTurn turn = new DevTurn(true);
        turn.next(Phase.OBJECTS.key());
        turn.overtake();
        turn.next(Phase.POST_DEPLOY.key());
        assertThat(turn.cancellation().isCancelled()).isFalse();

        turn.next(Phase.WATCH.key());

        assertThat(turn.isWatchCut()).isTrue();
        assertThat(turn.isOvertaken()).isFalse();
    }

    @Test
    void an_attempt_whose_turn_it_is_gives_way_to_nothing() {
        DevTurn turn = new DevTurn(true);
        turn.overtake();
        turn.next(Phase.PREPARE.key());
        assertThat(turn.cancellation().isCancelled()).isFalse();

        turn.stop();
        assertThat(turn.cancellation().isCancelled()).isTrue();
    }
}
