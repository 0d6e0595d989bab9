package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.target.RecordedLive.Recorded;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is live in several places, as one answer. */
final class JointLive {
    /** The worst first. */
    private static final List<String> HEALTH = List.of("stopped", "failing", "starting", "healthy");

    private JointLive() {}

    /**
     * @param places all there are
     * @param seen what those say that were ever deployed to
     * @param recorded as live by the records
     * @param holder of the lease, or null
     */
    static Live of(
            List<TargetPart> places, Map<TargetPart, Live> seen, Optional<Recorded> recorded, @Nullable String holder) {
        Live serves = seen.size() < places.size() ? null : serving(seen, recorded);
        return new Live(
                serves == null ? null : serves.release(),
                serves == null ? 0 : serves.deployment(),
                seen.values().stream().mapToInt(Live::highest).max().orElse(0),
                seen.values().stream()
                        .map(Live::health)
                        .min(Comparator.comparingInt(HEALTH::indexOf))
                        .orElse("stopped"),
                holder != null
                        ? holder
                        : seen.values().stream()
                                .map(Live::holder)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                null,
                artifacts(seen));
    }

    private static @Nullable Live serving(Map<TargetPart, Live> seen, Optional<Recorded> recorded) {
        if (recorded.isPresent()
                && seen.entrySet().stream().allMatch(one -> holds(one.getKey(), one.getValue(), recorded.get()))) {
            return new Live(
                    recorded.get().release(), recorded.get().deployment(), 0, "healthy", null, null, artifacts(seen));
        }
        // Where they differ somebody is switching or has died doing so: what is live everywhere is the older one.
        return seen.values().stream()
                .min(Comparator.comparingInt(Live::deployment))
                .orElse(null);
    }

    /** Whether a place has what the records say, be it by the number or by the bytes. */
    private static boolean holds(TargetPart part, Live live, Recorded recorded) {
        if (live.deployment() == recorded.deployment()) {
            return true;
        }
        Map<String, Digest> wanted = new HashMap<>(recorded.artifacts());
        wanted.keySet().retainAll(part.applications());
        return wanted.isEmpty() || live.release() != null && live.artifacts().equals(wanted);
    }

    private static Map<String, Digest> artifacts(Map<TargetPart, Live> seen) {
        Map<String, Digest> all = new HashMap<>();
        seen.values().forEach(live -> all.putAll(live.artifacts()));
        return all;
    }
}
