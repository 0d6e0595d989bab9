package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.router.Routes.Destination.Upstream;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamConnection;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamPool;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way of a request to an application, and of the answer back. Neither end is read faster than the other takes it. */
final class ProxiedRequest implements UpstreamConnection.User, UpstreamPool.Borrower {
    /** An application may think so long, and pause so long in an answer. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(300);
    /** A request may wait so long for a connection to its application. */
    private static final long QUEUE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** What an application that ended its connection had said comes within so long. */
    private static final long DEAF_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A client that takes nothing for so long does not keep others from the application. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_INTERIM = 20;

    private final Exchange exchange;
    private final ClientConnection client;
    private final ResponseWriter writer;
    private @Nullable UpstreamConnection connection;
    private @Nullable Backend backend;
    private List<Backend> processes = List.of();
    private int selection;
    private int untried;
    private int informational;
    private boolean waiting;
    private boolean sentWhole;
    private boolean keepable;
    private boolean stream;
    private long progress;

    ProxiedRequest(Exchange exchange) {
        this.exchange = exchange;
        this.client = exchange.client();
        this.writer = new ResponseWriter(exchange);
    }

    /** Sends the request, or sends it again. */
    void begin(Upstream to) {
        processes = to.backends();
        selection = processes.size() == 1 ? 0 : exchange.selection(processes.size());
        untried = processes.size();
        informational = 0;
        sentWhole = false;
        borrow();
    }

    private void borrow() {
        Backend chosen = processes.get(selection % processes.size());
        backend = chosen;
        untried--;
        waiting = true;
        progress = System.nanoTime();
        client.loop().pool().borrow(chosen, this);
    }

    @Override
    public boolean gone() {
        return !waiting;
    }

    @Override
    public String share() {
        return exchange.share();
    }

    @Override
    public boolean upload() {
        return exchange.traits().hasBody() && !exchange.body().complete();
    }

    @Override
    public UpstreamPool.Freshness freshness() {
        return exchange.attempts().freshness();
    }

    @Override
    public void refused(Throwable cause) {
        if (!waiting) {
            return;
        }
        if (untried > 0) {
            selection++;
            borrow();
        } else {
            waiting = false;
            exchange.failed(cause, false);
        }
    }

    @Override
    public void connected(UpstreamConnection to) {
        waiting = false;
        connection = to;
        progress = System.nanoTime();
        exchange.minimumRate().begin(progress, exchange.body().bytes());
        to.lend(this);
        to.send(exchange.request());
        if (exchange.traits().hasBody()) {
            more();
        } else {
            sentWhole = true;
            to.write(LastHttpContent.EMPTY_LAST_CONTENT);
            to.channel().flush();
        }
    }

    /** More of the body may be there. */
    void more() {
        UpstreamConnection to = connection;
        if (to == null || sentWhole) {
            return;
        }
        HttpContent piece = to.channel().isWritable() ? exchange.body().next() : null;
        while (piece != null) {
            sentWhole = piece instanceof LastHttpContent;
            to.write(piece);
            piece = to.channel().isWritable() && !sentWhole ? exchange.body().next() : null;
        }
        to.channel().flush();
        progress = System.nanoTime();
        client.reading(exchange.body().complete() || to.channel().isWritable());
        if (exchange.body().complete() && backend != null) {
            client.loop().pool().uploaded(backend, to);
        }
    }

    @Override
    public void writable() {
        if (exchange.traits().hasBody()) {
            exchange.minimumRate().begin(System.nanoTime(), exchange.body().bytes());
            more();
        }
    }

    @Override
    public void answer(HttpResponse head) {
        progress = System.nanoTime();
        int status = head.status().code();
        if (status < 200) {
            informational(head, status);
            return;
        }
        String wrong = UpstreamResponse.complaint(head);
        if (wrong != null) {
            stop();
            exchange.unreadable(wrong);
            return;
        }
        keepable = HttpUtil.isKeepAlive(head) && framed(head);
        stream = UpstreamResponse.isStream(head);
        writer.head(head);
        if (stream) {
            writer.commit();
            client.flush();
            exempt();
            exchange.longLived();
        }
    }

    @Override
    public void piece(HttpContent content) {
        UpstreamConnection from = connection;
        if (!writer.begun() || from == null) {
            content.release();
            return;
        }
        progress = System.nanoTime();
        boolean last = content instanceof LastHttpContent;
        writer.piece(content);
        if (!last) {
            if (!client.channel().isWritable()) {
                from.channel().config().setAutoRead(false);
            }
            return;
        }
        release(keepable && sentWhole && !stream && from.clean());
        exchange.done();
    }

    @Override
    public void pause() {
        writer.commit();
        client.flush();
        UpstreamConnection from = connection;
        if (from != null && writer.begun() && !client.channel().isWritable()) {
            from.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void broken(Throwable cause) {
        UpstreamConnection from = connection;
        connection = null;
        if (writer.committed()) {
            exchange.abort();
        } else if (from != null && from.heard()) {
            writer.drop();
            exchange.unreadable("it broke off");
        } else {
            exchange.failed(cause, true);
        }
    }

    @Override
    public void unreadable(String reason) {
        connection = null;
        if (writer.committed()) {
            exchange.complain(reason);
            exchange.abort();
        } else {
            writer.drop();
            exchange.unreadable(reason);
        }
    }

    /** The client takes more. */
    void clientWritable() {
        if (connection != null) {
            progress = System.nanoTime();
            connection.channel().config().setAutoRead(true);
        }
    }

    void tick(long now) {
        UpstreamConnection to = connection;
        long pause = now - progress;
        if (waiting) {
            if (pause > QUEUE_NANOS) {
                stop();
                exchange.late(OwnResponses.crowded());
            }
        } else if (to == null || stream) {
            return;
        } else if (writer.begun()) {
            answering(pause);
        } else if (to.deafSince() != 0 && now - to.deafSince() > DEAF_NANOS) {
            stop();
            exchange.failed(new IOException("the application has stopped reading"), true);
        } else if (!sentWhole && to.channel().isWritable()) {
            if (exchange.minimumRate().tooSlow(now, exchange.body().bytes())) {
                stop();
                exchange.tooSlow();
            }
        } else if (pause > ANSWER_NANOS) {
            stop();
            exchange.late(OwnResponses.silent());
        }
    }

    private void answering(long pause) {
        boolean slowClient = !client.channel().isWritable();
        if (slowClient && pause > STALLED_NANOS) {
            exempt();
        }
        if (pause > (slowClient ? client.limits().reader().toNanos() : ANSWER_NANOS)) {
            exchange.abort();
        }
    }

    /** Lets the application go; nothing of it is wanted any more. */
    void stop() {
        waiting = false;
        writer.drop();
        release(false);
    }

    private void informational(HttpResponse head, int status) {
        String upgrade = exchange.traits().upgrade();
        UpstreamConnection from = connection;
        if (status == 101 && upgrade != null && from != null && !writer.begun()) {
            connection = null;
            client.loop().pool().exempt(Objects.requireNonNull(backend), from);
            Tunnel.open(exchange, from, head);
        } else if (status == 101 || ++informational > MOST_INTERIM) {
            stop();
            exchange.unreadable(
                    status == 101
                            ? "it switches protocols without being asked to"
                            : "more than " + MOST_INTERIM + " answers came before the answer");
        } else if (status == InformationalResponse.EARLY_HINTS
                && !writer.begun()
                && !exchange.traits().older()) {
            InformationalResponse.send(client, status, head.headers());
        }
    }

    private void exempt() {
        if (connection != null && backend != null) {
            client.loop().pool().exempt(backend, connection);
        }
    }

    private void release(boolean whole) {
        UpstreamConnection from = connection;
        connection = null;
        if (from == null || backend == null) {
            return;
        }
        if (whole) {
            client.loop().pool().giveBack(backend, from);
        } else {
            from.takeBack();
            from.channel().close();
        }
    }

    private boolean framed(HttpResponse head) {
        int status = head.status().code();
        return exchange.traits().toHead()
                || status == 204
                || status == 304
                || HttpUtil.isTransferEncodingChunked(head)
                || head.headers().contains("content-length");
    }
}
