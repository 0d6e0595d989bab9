package io.jenkins.plugins.slipway.host.router.files;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by text, bounded by what they weigh in memory rather than by their number: what was not asked for the longest goes first. Safe
 * for use by several threads.
 */
final class WeightedCache<V> {
    /** About what the objects of an entry take beside its characters. */
    private static final long ENTRY = 256;

    private final long mostBytes;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Entry<V>(V value, long bytes) {}

    WeightedCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable V get(String key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /**
     * @param valueBytes what the value weighs; what is heavier than a sixteenth of all is not remembered
     */
    synchronized void put(String key, V value, long valueBytes) {
        long weight = ENTRY + 2L * key.length() + valueBytes;
        if (weight > mostBytes / 16) {
            return;
        }
        Entry<V> before = entries.put(key, new Entry<>(value, weight));
        bytes += weight - (before == null ? 0 : before.bytes());
        Iterator<Entry<V>> eldest = entries.values().iterator();
        while (bytes > mostBytes) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int size() {
        return entries.size();
    }
}
