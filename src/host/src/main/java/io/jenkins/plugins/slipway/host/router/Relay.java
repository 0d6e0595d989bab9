package io.jenkins.plugins.slipway.host.router;

import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.router.Routes.Destination.Upstream;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The way of a request to an application, and of the answer back. Neither end is read faster than the other takes it. */
final class Relay implements UpstreamConnection.User, UpstreamPool.Borrower {
    /** An application may think so long, and pause so long in an answer. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(300);
    /** A client may pause so long in its request, and leave so long what is sent to it. */
    private static final long CLIENT_NANOS = Exchange.SLOW_NANOS;

    private final Exchange exchange;
    private final ClientConnection client;
    private @Nullable UpstreamConnection connection;
    private @Nullable Backend backend;
    private List<Backend> processes = List.of();
    private int choice;
    private int untried;
    private boolean waiting;
    private boolean sentWhole;
    private boolean answering;
    private boolean interim;
    private boolean keepable;
    private boolean stream;
    private long progress;

    Relay(Exchange exchange) {
        this.exchange = exchange;
        this.client = exchange.client();
    }

    /** Sends the request, or sends it again. */
    void begin(Upstream to) {
        processes = to.backends();
        choice = processes.size() == 1 ? 0 : exchange.choice(processes.size());
        untried = processes.size();
        sentWhole = false;
        borrow();
    }

    private void borrow() {
        Backend chosen = processes.get(choice % processes.size());
        backend = chosen;
        untried--;
        waiting = true;
        progress = System.nanoTime();
        client.loop().pool().borrow(chosen, this, !exchange.idempotent());
    }

    @Override
    public boolean gone() {
        return !waiting;
    }

    @Override
    public void refused(Throwable cause) {
        if (!waiting) {
            return;
        }
        if (untried > 0) {
            choice++;
            borrow();
        } else {
            waiting = false;
            exchange.failed(cause, true);
        }
    }

    @Override
    public void connected(UpstreamConnection to) {
        waiting = false;
        connection = to;
        to.lend(this);
        exchange.welcome();
        to.send(exchange.request());
        if (exchange.hasBody()) {
            more();
        } else {
            sentWhole = true;
            to.channel()
                    .writeAndFlush(
                            LastHttpContent.EMPTY_LAST_CONTENT, to.channel().voidPromise());
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
            to.channel().write(piece, to.channel().voidPromise());
            piece = to.channel().isWritable() ? exchange.body().next() : null;
        }
        to.channel().flush();
        progress = System.nanoTime();
        client.reading(exchange.body().complete() || to.channel().isWritable());
    }

    @Override
    public void writable() {
        if (exchange.hasBody()) {
            more();
        }
    }

    @Override
    public void answer(HttpResponse head) {
        progress = System.nanoTime();
        int status = head.status().code();
        if (status < 200) {
            interim(head, status);
            return;
        }
        interim = false;
        answering = true;
        keepable = HttpUtil.isKeepAlive(head) && framed(head);
        stream = Responses.isStream(head);
        exchange.begin(head, false);
        if (stream) {
            client.flush();
            exempt();
            exchange.longLived();
        }
    }

    @Override
    public void piece(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (!answering) {
            content.release();
            return;
        }
        progress = System.nanoTime();
        exchange.facts().sent(content.content().readableBytes());
        if (!last) {
            client.write(content);
            if (!client.channel().isWritable() && connection != null) {
                connection.channel().config().setAutoRead(false);
            }
            return;
        }
        if (content.content().isReadable()) {
            client.write(new io.netty.handler.codec.http.DefaultLastHttpContent(content.content()));
        } else {
            // Trailers concern one connection only.
            content.release();
            client.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        release(keepable && sentWhole && !stream);
        exchange.done();
    }

    @Override
    public void pause() {
        client.flush();
    }

    @Override
    public void broken(Throwable cause) {
        connection = null;
        if (answering) {
            exchange.abort();
        } else {
            exchange.failed(cause, false);
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
        long pause = now - progress;
        if (connection == null && !waiting || stream) {
            return;
        }
        if (answering) {
            boolean slowClient = !client.channel().isWritable();
            if (pause > (slowClient ? CLIENT_NANOS : ANSWER_NANOS)) {
                exchange.abort();
            }
        } else if (sentWhole || waiting) {
            if (pause > ANSWER_NANOS) {
                stop();
                exchange.late(Answers.silent());
            }
        } else if (pause > CLIENT_NANOS) {
            stop();
            exchange.late(new Answers.Plain(408, "The request did not come in time."));
        }
    }

    /** Lets the application go; nothing of it is wanted any more. */
    void stop() {
        waiting = false;
        release(false);
    }

    private void interim(HttpResponse head, int status) {
        interim = true;
        String upgrade = exchange.upgrade();
        UpstreamConnection from = connection;
        if (status == 101 && upgrade != null && from != null && !answering) {
            connection = null;
            client.loop().pool().exempt(java.util.Objects.requireNonNull(backend), from);
            Tunnel.open(exchange, from, head);
        } else if (status == 101) {
            stop();
            exchange.failed(new IOException("an upgrade that nobody asked for"), false);
        } else if (status == Interim.EARLY_HINTS && !answering) {
            Interim.send(client, status, head.headers());
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
        return exchange.toHead()
                || status == 204
                || status == 304
                || HttpUtil.isTransferEncodingChunked(head)
                || head.headers().contains("content-length");
    }
}
