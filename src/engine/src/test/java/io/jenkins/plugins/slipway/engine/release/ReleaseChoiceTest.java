package io.jenkins.plugins.slipway.engine.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Candidate;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Chosen;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Standing;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Unclear;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReleaseChoiceTest {
    private final List<Integer> looked = new ArrayList<>();

    private final class Slow implements Candidate {
        private final int release;
        private final Standing standing;
        private final boolean certain;

        Slow(int release, Standing standing, boolean certain) {
            this.release = release;
            this.standing = standing;
            this.certain = certain;
        }

        @Override
        public int release() {
            return release;
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public boolean isCertain() {
            looked.add(release);
            return certain;
        }

        @Override
        public String origin() {
            return "made";
        }
    }

    private ReleaseChoice among(Candidate newest, int others) {
        List<Candidate> all = new ArrayList<>(List.of(newest));
        IntStream.iterate(others, number -> number > 0, number -> number - 1)
                .forEach(number -> all.add(new Slow(number, Standing.LINE, true)));
        return ReleaseChoice.among(all, "of this checkout", "--release", "Build one.");
    }

    @Test
    void of_five_hundred_only_the_newest_of_the_line_is_looked_at_closely() {
        assertThat(among(new Slow(501, Standing.FOREIGN, true), 500))
                .isInstanceOfSatisfying(
                        Chosen.class, chosen -> assertThat(chosen.release()).isEqualTo(500));
        assertThat(looked).containsOnly(500);
    }

    @Test
    void where_one_is_the_same_none_is_looked_at_closely() {
        assertThat(among(new Slow(501, Standing.SAME, true), 500))
                .isInstanceOfSatisfying(
                        Chosen.class, chosen -> assertThat(chosen.release()).isEqualTo(501));
        assertThat(looked).isEmpty();
    }

    @Test
    void a_doubtful_one_keeps_older_ones_from_being_taken() {
        assertThat(among(new Slow(501, Standing.LINE, false), 500))
                .isInstanceOfSatisfying(
                        Unclear.class,
                        unclear -> assertThat(unclear.reason()).startsWith("It is not clear which release is meant"));
        assertThat(looked).containsOnly(501, 500);
    }
}
