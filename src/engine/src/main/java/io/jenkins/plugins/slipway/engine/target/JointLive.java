package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is live in several places, as one answer. */
final class JointLive {
    /** The worst first. */
    private static final List<String> HEALTH = List.of("stopped", "failing", "starting", "healthy");

    private JointLive() {}

    /**
     * @param places how many there are
     * @param seen what those say that were ever deployed to
     * @param holder of the lease, or null
     */
    static Live of(int places, List<Live> seen, @Nullable String holder) {
        boolean everywhere = seen.size() == places;
        // Where they differ somebody is switching or has died doing so: what is live everywhere is the older one.
        Live oldest =
                seen.stream().min(Comparator.comparingInt(Live::deployment)).orElse(null);
        return new Live(
                everywhere && oldest != null ? oldest.release() : null,
                everywhere && oldest != null ? oldest.deployment() : 0,
                seen.stream().mapToInt(Live::highest).max().orElse(0),
                seen.stream()
                        .map(Live::health)
                        .min(Comparator.comparingInt(HEALTH::indexOf))
                        .orElse("stopped"),
                holder != null
                        ? holder
                        : seen.stream()
                                .map(Live::holder)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                null,
                seen.stream().flatMap(live -> live.drift().stream()).toList());
    }
}
