package io.jenkins.plugins.slipway.host.router.upstream;

import io.jenkins.plugins.slipway.host.router.upstream.UpstreamPool.Borrower;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has connections to a process and who waits for one. No address has more than half of them; requests whose bodies are still coming
 * have half of them together, and an address a quarter for those. Among those who wait the addresses take turns.
 */
final class UpstreamQueue {
    private final int most;
    private final Map<String, Held> held = new HashMap<>();
    private final Map<String, ArrayDeque<Borrower>> waiting = new LinkedHashMap<>();
    private final Map<String, ArrayDeque<Borrower>> uploading = new LinkedHashMap<>();
    private int uploads;

    /** A connection in somebody's name. */
    record Lease(String share, boolean upload) {}

    private record Held(int all, int uploads) {
        static final Held NONE = new Held(0, 0);
    }

    UpstreamQueue(int most) {
        this.most = most;
    }

    boolean admits(Borrower borrower) {
        return admits(borrower.share(), borrower.upload());
    }

    private boolean admits(String share, boolean upload) {
        Held has = held.getOrDefault(share, Held.NONE);
        return has.all() < part(2) && (!upload || (uploads < part(2) && has.uploads() < part(4)));
    }

    private int part(int divisor) {
        return Math.max(1, most / divisor);
    }

    Lease lend(Borrower to) {
        Lease lease = new Lease(to.share(), to.upload());
        count(lease, 1, lease.upload() ? 1 : 0);
        return lease;
    }

    /** All of the body has come. */
    Lease uploaded(Lease lease) {
        count(lease, 0, -1);
        return new Lease(lease.share(), false);
    }

    void end(Lease lease) {
        count(lease, -1, lease.upload() ? -1 : 0);
    }

    void add(Borrower borrower) {
        (borrower.upload() ? uploading : waiting)
                .computeIfAbsent(borrower.share(), share -> new ArrayDeque<>(2))
                .add(borrower);
    }

    /** The next one who may have a connection, or null. It does not wait any more. */
    @Nullable
    Borrower next() {
        Borrower next = next(waiting, false);
        return next != null || uploads >= part(2) ? next : next(uploading, true);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && uploading.isEmpty();
    }

    private @Nullable Borrower next(Map<String, ArrayDeque<Borrower>> from, boolean upload) {
        for (Iterator<Map.Entry<String, ArrayDeque<Borrower>>> turns =
                        from.entrySet().iterator();
                turns.hasNext(); ) {
            Map.Entry<String, ArrayDeque<Borrower>> turn = turns.next();
            ArrayDeque<Borrower> queue = turn.getValue();
            while (!queue.isEmpty() && queue.peek().gone()) {
                queue.poll();
            }
            if (queue.isEmpty()) {
                turns.remove();
            } else if (admits(turn.getKey(), upload)) {
                String share = turn.getKey();
                Borrower next = queue.poll();
                turns.remove();
                if (!queue.isEmpty()) {
                    from.put(share, queue);
                }
                return next;
            }
        }
        return null;
    }

    private void count(Lease lease, int all, int more) {
        Held before = held.getOrDefault(lease.share(), Held.NONE);
        Held now = new Held(before.all() + all, before.uploads() + more);
        uploads += more;
        if (now.all() <= 0) {
            held.remove(lease.share());
        } else {
            held.put(lease.share(), now);
        }
    }
}
