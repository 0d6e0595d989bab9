package io.jenkins.plugins.slipway.host.router.limits;

import io.jenkins.plugins.slipway.host.router.http.Peer;

/** What one client's connection keeps in memory: a head, and the part of a body that waits. Touched by its event loop only. */
public final class ConnectionMemory {
    /** So much is every connection's own. */
    private static final long FREE = 4 << 10;
    /** A head as objects takes about so many times its bytes. */
    private static final long HEAD_FACTOR = 2;

    private final Budget budget;
    private final Peer peer;
    /** The peer's own; another one's while a request is of somebody that the peer, a proxy, speaks for. */
    private final String own;

    private String share;
    private boolean many;
    private long head;
    private long body;
    private long ahead;
    private long taken;

    public ConnectionMemory(Budget budget, Peer peer) {
        this.budget = budget;
        this.peer = peer;
        this.own = ClientShare.of(peer.address());
        this.share = own;
        this.many = peer.trusted();
    }

    /**
     * Says whose request it is that the connection's next bytes are of.
     *
     * @param client as by {@link ClientShare}
     * @return whether there is room for what is here of it
     */
    public boolean of(String client) {
        if (client.equals(share)) {
            return true;
        }
        budget.give(share, taken);
        taken = 0;
        share = client;
        many = false;
        return settle();
    }

    /**
     * @param bytes of a head as they came
     * @return whether there is room for it
     */
    public boolean head(long bytes) {
        head = HEAD_FACTOR * bytes;
        return settle();
    }

    /** Returns whether there is room for so much of a body. */
    public boolean body(long bytes) {
        body = bytes;
        return settle();
    }

    /** Returns whether there is room for so much that came before it was its turn. */
    public boolean ahead(long bytes) {
        ahead = bytes;
        return settle();
    }

    public long headBytes() {
        return head;
    }

    /** The request is over. */
    public void lift() {
        head = 0;
        body = 0;
        ahead = 0;
        settle();
        share = own;
        many = peer.trusted();
    }

    private boolean settle() {
        long wanted = Math.max(0, head + body + ahead - FREE);
        if (wanted > taken && !budget.take(share, many, wanted - taken)) {
            return false;
        }
        if (wanted < taken) {
            budget.give(share, taken - wanted);
        }
        taken = wanted;
        return true;
    }
}
