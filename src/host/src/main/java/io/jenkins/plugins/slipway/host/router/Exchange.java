package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request to an environment, from its head to the end of its answer. Everything happens on the event loop that accepted it.
 *
 * <p>A request without effects whose application ended before the first byte of its answer is sent again, for a while: it waits if
 * releases are being switched meanwhile.
 */
final class Exchange implements Site.Visit, Turn {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_PAUSE_MILLIS = 50;
    /** A client may leave so long what is sent to it. */
    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(120);
    /** About what the objects of a waiting request take. */
    private static final long HEAD_COST = 2 << 10;

    private final ClientConnection client;
    private final Site site;
    private final HttpRequest request;
    private final Judged.Target target;
    private final boolean idempotent;
    private final boolean hasBody;
    private final boolean expects;
    private final boolean toHead;
    private final boolean older;
    private final @Nullable String upgrade;
    private final RequestBody body;
    private final long arrived = System.nanoTime();
    private final AccessLog.Facts facts;
    private boolean keep;
    private boolean underway;
    private boolean over;
    private boolean prepared;
    private long parkedAt;
    private long heldNanos;
    private long patience;
    private int tries;
    private long most = Long.MAX_VALUE;
    private boolean continued;
    private boolean streaming;
    private long lastProgress;
    private long lastWaiting;
    private @Nullable Relay relay;
    private RoutePolicy policy = RoutePolicy.PLAIN;

    Exchange(ClientConnection client, Site site, HttpRequest request, Judged.Target target) {
        this.client = client;
        this.site = site;
        this.request = request;
        this.target = target;
        HttpHeaders headers = request.headers();
        String method = request.method().name();
        idempotent = IDEMPOTENT.contains(method);
        toHead = method.equals("HEAD");
        older = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        keep = older ? Headers.connection(headers, "keep-alive") : !Headers.connection(headers, "close");
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        hasBody = (length != null && !length.equals("0")) || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
        expects = hasBody && !older && headers.contains(HttpHeaderNames.EXPECT);
        upgrade = Headers.upgrade(headers);
        body = new RequestBody(idempotent && upgrade == null);
        facts = new AccessLog.Facts(
                client.peer().address(),
                method,
                target.uri(),
                target.host(),
                older ? "HTTP/1.0" : "HTTP/1.1",
                headers.get(HttpHeaderNames.REFERER),
                headers.get(HttpHeaderNames.USER_AGENT));
        if (hasBody) {
            client.reading(false);
        }
    }

    // What the site says.

    @Override
    public boolean mayWait(boolean allMethods) {
        return (allMethods || idempotent) && body.repeatable();
    }

    @Override
    public long bytes() {
        return HEAD_COST + body.waiting();
    }

    @Override
    public void parked(Router.HoldRule rule) {
        client.loop().run(() -> {
            if (!underway && !over) {
                patience = Math.max(1, rule.timeout().toNanos());
                parkedAt = System.nanoTime();
            }
        });
    }

    @Override
    public void turnAway() {
        client.loop().run(() -> {
            unpark();
            say(Answers.busy());
        });
    }

    @Override
    public void go(Routes routes) {
        client.loop().run(() -> {
            unpark();
            underway = true;
            if (over) {
                leave(false);
            } else {
                new Dispatch(this).route(routes);
            }
        });
    }

    @Override
    public void cut() {
        client.loop().run(() -> {
            if (!over) {
                abort();
            }
        });
    }

    // What the client does.

    @Override
    public void content(HttpContent piece) {
        if (over || !hasBody) {
            piece.release();
            return;
        }
        boolean room = parkedAt == 0 || site.grow(this, piece.content().readableBytes());
        body.add(piece);
        if (!room) {
            unpark();
            say(Answers.busy());
            return;
        }
        if (body.complete()) {
            client.reading(true);
        }
        if (body.bytes() > most && relay != null) {
            relay.stop();
            say(Answers.tooLarge(most));
        } else if (relay != null) {
            relay.more();
        }
    }

    @Override
    public void writable() {
        if (relay != null) {
            relay.clientWritable();
        }
    }

    @Override
    public void gone() {
        if (over) {
            return;
        }
        site.giveUp(this, false);
        if (relay != null) {
            relay.stop();
        }
        finish(AccessLog.CLIENT_LEFT);
        leave(false);
    }

    @Override
    public void tick(long now) {
        if (parkedAt != 0) {
            if (now - parkedAt > patience && site.giveUp(this, true)) {
                unpark();
                say(Answers.busy());
            }
        } else if (relay != null) {
            relay.tick(now);
        } else if (streaming) {
            long waiting = client.channel().bytesBeforeWritable();
            if (waiting != lastWaiting || client.channel().isWritable()) {
                lastWaiting = waiting;
                lastProgress = now;
            }
            if (now - lastProgress > SLOW_NANOS) {
                abort();
            }
        }
    }

    // What becomes of it.

    /** What the route says beside its destination. */
    void policy(RoutePolicy ofRoute) {
        policy = ofRoute;
    }

    /**
     * Sends it to an application.
     *
     * @param mostBytes the longest body that the application gets
     */
    void forward(Routes.Destination.Upstream upstream, long mostBytes) {
        most = mostBytes;
        forward(upstream);
    }

    private void forward(Routes.Destination.Upstream upstream) {
        if (declared() > most || body.bytes() > most) {
            say(Answers.tooLarge(most));
            return;
        }
        if (!prepared) {
            prepared = true;
            Headers.strip(request.headers());
            client.peer().introduce(request.headers(), target.authority());
            if (!request.headers().contains(HttpHeaderNames.HOST)) {
                request.headers().set(HttpHeaderNames.HOST, target.authority());
            }
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            if (upgrade != null) {
                request.headers().set(HttpHeaderNames.CONNECTION, "Upgrade").set(HttpHeaderNames.UPGRADE, upgrade);
            }
        }
        if (relay == null) {
            relay = new Relay(this);
        }
        relay.begin(upstream);
    }

    /** The body can be sent now. */
    void welcome() {
        if (expects && !continued && body.bytes() == 0 && !body.complete()) {
            continued = true;
            Interim.send(client, Interim.CONTINUE);
        }
    }

    /** Begins an answer that is not the router's own sentence. */
    void begin(HttpResponse head, boolean file) {
        if (!file) {
            facts.answered();
            Responses.frame(head, older, toHead, reads(), policy);
        }
        boolean framed = toHead
                || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || HttpUtil.isTransferEncodingChunked(head)
                || head.status().code() == 204
                || head.status().code() == 304;
        keep &= framed && (!expects || continued || body.complete());
        if (keep && older) {
            head.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        if (policy.strictTransport() != null && client.peer().encrypted(request.headers())) {
            head.headers().set("strict-transport-security", policy.strictTransport());
        }
        facts.status(head.status().code());
        client.begin(head, toHead, keep);
    }

    /** The answer has been written to its end. */
    void done() {
        streaming = false;
        if (!over) {
            boolean answered = facts.byApplication();
            finish(0);
            leave(answered);
            client.over();
        }
    }

    /** The answer ends before it is whole, and the client must see that. */
    void abort() {
        if (relay != null) {
            relay.stop();
        }
        finish(0);
        leave(false);
        client.cut();
    }

    /** No byte of an answer has come. */
    void failed(Throwable cause, boolean nothingSent) {
        boolean again = (idempotent || nothingSent) && body.repeatable() && upgrade == null;
        if (again && System.nanoTime() - arrived < RETRY_NANOS) {
            tries++;
            leave(false);
            body.rewind();
            client.loop().later(RETRY_PAUSE_MILLIS, () -> {
                if (!over) {
                    site.arrive(this);
                }
            });
            return;
        }
        site.lost();
        say(Answers.broken());
    }

    /** The application says nothing, or the client sends nothing. */
    void late(Answers.Plain answer) {
        site.troubled();
        keep = false;
        say(answer);
    }

    /** A file is on its way, as fast as the client takes it. */
    void streaming() {
        streaming = true;
        lastProgress = System.nanoTime();
    }

    /** It is a stream or a connection of another kind, which a switch does not wait for. */
    void longLived() {
        site.stays(this);
        leave(true);
    }

    /** The connection that had left HTTP has ended. */
    void tunnelled() {
        if (!over) {
            finish(0);
        }
    }

    /** The router's own answer, whole. */
    void say(Answers.Plain answer) {
        if (over) {
            leave(false);
            return;
        }
        keep &= !expects || continued || body.complete();
        facts.status(answer.status());
        facts.sent(answer.send(client, toHead, keep));
        finish(0);
        leave(false);
        client.over();
    }

    private void finish(int status) {
        over = true;
        unpark();
        facts.received(body.bytes());
        body.release();
        if (status != 0) {
            facts.status(status);
        }
        long nanos = System.nanoTime() - arrived;
        site.note(this, facts, nanos, heldNanos);
        client.front().log().write(site.name(), facts, nanos, heldNanos);
    }

    void leave(boolean answered) {
        if (underway) {
            underway = false;
            site.left(answered);
        }
    }

    private void unpark() {
        if (parkedAt != 0) {
            heldNanos += System.nanoTime() - parkedAt;
            parkedAt = 0;
        }
    }

    boolean reads() {
        return toHead || request.method().name().equals("GET");
    }

    private long declared() {
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    // What those who answer need.

    ClientConnection client() {
        return client;
    }

    Site site() {
        return site;
    }

    HttpRequest request() {
        return request;
    }

    Judged.Target target() {
        return target;
    }

    RequestBody body() {
        return body;
    }

    AccessLog.Facts facts() {
        return facts;
    }

    boolean hasBody() {
        return hasBody;
    }

    /** Which of several processes is to answer. */
    int choice(int processes) {
        return policy.sticky()
                ? Math.floorMod(client.peer().client(request.headers()).hashCode() + tries, processes)
                : ThreadLocalRandom.current().nextInt(processes);
    }

    boolean idempotent() {
        return idempotent;
    }

    boolean toHead() {
        return toHead;
    }

    boolean over() {
        return over;
    }

    @Nullable
    String upgrade() {
        return upgrade;
    }
}
