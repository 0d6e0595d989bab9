package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.files.FileTransfer;
import io.jenkins.plugins.slipway.host.router.http.ParsedRequest;
import io.jenkins.plugins.slipway.host.router.http.RequestTraits;
import io.jenkins.plugins.slipway.host.router.limits.ClientShare;
import io.jenkins.plugins.slipway.host.router.limits.MinimumRate;
import io.jenkins.plugins.slipway.host.router.limits.RequestBody;
import io.jenkins.plugins.slipway.host.router.limits.Upload;
import io.jenkins.plugins.slipway.host.router.upstream.Attempts;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamRequest;
import io.jenkins.plugins.slipway.host.router.upstream.UpstreamResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request to an environment, from its head to the end of its answer. Everything happens on the event loop that accepted it.
 *
 * <p>A request that may be sent twice and whose application ended before the first byte of its answer is sent once again: it waits if
 * releases are being switched meanwhile.
 */
final class Exchange implements Site.Visit, ActiveRequest {
    private static final long RETRY_PAUSE_MILLIS = 50;
    /** About what the objects of a waiting request take. */
    private static final long HEAD_COST = 2 << 10;

    private final ClientConnection client;
    private final Site site;
    private final HttpRequest request;
    private final ParsedRequest.Target target;
    private final RequestTraits traits;
    private final RequestBody body;
    private final Upload upload;
    private final long arrived = System.nanoTime();
    private final AccessLog.Facts facts;
    private final Attempts attempts;
    private final String share;
    private boolean keep;
    private boolean underway;
    private boolean over;
    private boolean prepared;
    private long parkedAt;
    private long heldNanos;
    private long patience;
    private long most = Long.MAX_VALUE;
    private boolean continued;
    private @Nullable FileTransfer sending;
    private @Nullable ProxiedRequest relay;
    private RoutePolicy policy = RoutePolicy.PLAIN;

    Exchange(ClientConnection client, Site site, HttpRequest request, ParsedRequest.Target target) {
        this.client = client;
        this.site = site;
        this.request = request;
        this.target = target;
        this.traits = RequestTraits.of(request);
        this.keep = traits.keep();
        this.body = new RequestBody(traits.idempotent() && traits.upgrade() == null);
        this.upload = new Upload(body, client.limits(), traits.length());
        this.attempts = new Attempts(traits.idempotent(), arrived);
        this.share = ClientShare.of(client.peer(), request.headers());
        this.facts = new AccessLog.Facts(
                client.peer().address(),
                request.method().name(),
                target.uri(),
                target.host(),
                traits.older() ? "HTTP/1.0" : "HTTP/1.1",
                request.headers().get(HttpHeaderNames.REFERER),
                request.headers().get(HttpHeaderNames.USER_AGENT));
        if (traits.hasBody()) {
            client.reading(false);
        }
    }

    // What the site says.

    @Override
    public boolean mayWait(boolean allMethods) {
        return (allMethods || traits.idempotent()) && body.repeatable();
    }

    @Override
    public long bytes() {
        return HEAD_COST + client.memoryUse().headBytes() + body.memory();
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
            say(OwnResponses.busy());
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
        if (over || !traits.hasBody()) {
            piece.release();
            return;
        }
        boolean room = parkedAt == 0 || site.grow(this, piece.content().readableBytes());
        body.add(piece);
        boolean full = !client.memoryUse().body(body.memory()) && !underway;
        if (full) {
            site.giveUp(this, true);
        }
        if (full || !room) {
            unpark();
            keep = false;
            say(full ? OwnResponses.full() : OwnResponses.busy());
            return;
        }
        if (body.complete()) {
            client.reading(true);
        }
        if (body.bytes() > most && facts.status() == 0) {
            if (relay != null) {
                relay.stop();
            }
            say(OwnResponses.tooLarge(most));
        } else if (upload.gathering()) {
            gather(System.nanoTime());
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
                say(OwnResponses.busy());
            }
        } else if (upload.gathering()) {
            gather(now);
        } else if (relay != null) {
            relay.tick(now);
        } else if (sending != null
                && sending.stalled(now, client.limits().reader().toNanos())) {
            abort();
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
        if (traits.length() > most || body.bytes() > most) {
            say(OwnResponses.tooLarge(most));
            return;
        }
        if (traits.hasBody() && !upload.ready()) {
            welcome();
            return;
        }
        if (!prepared) {
            prepared = true;
            UpstreamRequest.prepare(request, client.peer(), target.authority(), traits.upgrade());
        }
        if (relay == null) {
            relay = new ProxiedRequest(this);
        }
        relay.begin(upstream);
    }

    /** The body may come. Meanwhile the request is not under way. */
    private void welcome() {
        leave(false);
        upload.gather(System.nanoTime());
        if (traits.expects() && !continued && body.bytes() == 0) {
            continued = true;
            InformationalResponse.send(client, InformationalResponse.CONTINUE);
        }
        client.reading(true);
    }

    private void gather(long now) {
        Upload.Step step = upload.look(now);
        if (step == Upload.Step.SEND) {
            client.reading(body.complete());
            site.arrive(this);
        } else if (step == Upload.Step.GIVE_UP) {
            tooSlow();
        }
    }

    /** Begins an answer that is not the router's own sentence. */
    void begin(HttpResponse head, boolean file) {
        if (!file) {
            facts.answered();
            UpstreamResponse.frame(head, traits.older(), traits.toHead(), traits.reads(), policy);
        }
        boolean framed = traits.toHead()
                || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
                || HttpUtil.isTransferEncodingChunked(head)
                || head.status().code() == 204
                || head.status().code() == 304;
        keep &= framed && (!traits.expects() || continued || body.complete());
        if (keep && traits.older()) {
            head.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        if (policy.strictTransport() != null && client.peer().encrypted(request.headers())) {
            head.headers().set("strict-transport-security", policy.strictTransport());
        }
        facts.status(head.status().code());
        client.begin(head, traits.toHead(), keep);
    }

    /** The answer has been written to its end. */
    void done() {
        sending = null;
        if (!over) {
            boolean answered = facts.byApplication();
            finish(0);
            leave(answered);
            client.over();
        }
    }

    /** The answer ends before it is whole, and the client must see that. */
    void abort() {
        if (over) {
            return;
        }
        if (relay != null) {
            relay.stop();
        }
        finish(0);
        leave(false);
        client.cut();
    }

    /**
     * No byte of an answer has come.
     *
     * @param sent whether the application may have read any of the request
     */
    void failed(Throwable cause, boolean sent) {
        if (attempts.again(sent, body.repeatable() && traits.upgrade() == null, System.nanoTime())) {
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
        complain("it ended before it began: " + cause.getMessage());
        say(OwnResponses.broken());
    }

    /** An answer has come of which nobody could say what it is. The application did what it was asked to do: it is not asked again. */
    void unreadable(String reason) {
        site.troubled();
        complain(reason);
        say(OwnResponses.unreadable());
    }

    /** Tells the operator what is wrong with an answer. */
    void complain(String reason) {
        client.front().errors().write(site.name(), facts, reason);
    }

    /** The client does not send its body, or hardly. */
    void tooSlow() {
        keep = false;
        say(OwnResponses.slow());
    }

    /** The application says nothing, or has no connection to spare. */
    void late(OwnResponses.Plain answer) {
        site.troubled();
        keep = false;
        say(answer);
    }

    /** A file is on its way, as fast as the client takes it. */
    void sending(FileTransfer file) {
        sending = file;
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
    void say(OwnResponses.Plain answer) {
        if (over) {
            leave(false);
            return;
        }
        keep &= !traits.expects() || continued || body.complete();
        facts.status(answer.status());
        facts.sent(answer.send(client, traits.toHead(), keep));
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
        return traits.reads();
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

    ParsedRequest.Target target() {
        return target;
    }

    RequestBody body() {
        return body;
    }

    AccessLog.Facts facts() {
        return facts;
    }

    RequestTraits traits() {
        return traits;
    }

    /** Which of several processes is to answer. */
    int selection(int processes) {
        return policy.sticky()
                ? Math.floorMod(client.peer().client(request.headers()).hashCode() + attempts.passedOver(), processes)
                : ThreadLocalRandom.current().nextInt(processes);
    }

    Attempts attempts() {
        return attempts;
    }

    MinimumRate minimumRate() {
        return upload.minimumRate();
    }

    /** In whose name it asks. */
    String share() {
        return share;
    }

    boolean over() {
        return over;
    }
}
