package io.jenkins.plugins.slipway.host.router;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an application and back. Everything happens on the event loop that accepted the request.
 *
 * <p>A request without effects whose application ended before the first byte of its answer is sent again, for a while: it waits if
 * releases are being switched meanwhile.
 */
final class Forwarding implements Site.Visit {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");
    /** Bodies up to this size are kept until the answer comes, so that they can be sent again. */
    private static final int REPLAYABLE_BYTES = 64 << 10;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_PAUSE_MILLIS = 50;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final Vertx vertx;
    private final Context context;
    private final HttpClientAgent client;
    private final Site site;
    private final HttpServerRequest request;
    private final long arrived = System.nanoTime();
    private String uri;
    private @Nullable Buffer body;
    private boolean bodyTouched;
    private boolean underway;
    private long timer = -1;

    Forwarding(Vertx vertx, HttpClientAgent client, Site site, HttpServerRequest request) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.site = site;
        this.request = request;
        this.uri = request.uri();
    }

    @Override
    public boolean mayWait(boolean allMethods) {
        return (allMethods || idempotent()) && !(bodyTouched && body == null);
    }

    @Override
    public void parked(Router.HoldRule rule) {
        context.runOnContext(nothing -> {
            timer = vertx.setTimer(Math.max(1, rule.timeout().toMillis()), id -> {
                if (site.giveUp(this, true)) {
                    Answers.busy(request, RETRY_AFTER_SECONDS);
                }
            });
            request.response().closeHandler(closed -> {
                vertx.cancelTimer(timer);
                site.giveUp(this, false);
            });
        });
    }

    @Override
    public void turnAway() {
        context.runOnContext(nothing -> {
            vertx.cancelTimer(timer);
            Answers.busy(request, RETRY_AFTER_SECONDS);
        });
    }

    @Override
    public void go(Routes routes) {
        onLoop(() -> {
            vertx.cancelTimer(timer);
            underway = true;
            if (request.response().closed()) {
                leave(false);
                return;
            }
            String host = host();
            Routes.Route route = routes.find(host, path()).orElse(null);
            if (route == null) {
                leave(true);
                Answers.noRoute(request);
            } else if (route.destination() instanceof Routes.Destination.Redirect redirect) {
                leave(true);
                redirect(redirect, route);
            } else if (route.destination() instanceof Routes.Destination.Upstream upstream) {
                prepareBody(upstream);
            } else if (route.destination() instanceof Routes.Destination.WithFiles withFiles) {
                lookForFile(withFiles);
            }
        });
    }

    /** At once if this is the request's event loop, as it is unless the request had to wait. */
    private void onLoop(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(nothing -> action.run());
        }
    }

    private void lookForFile(Routes.Destination.WithFiles destination) {
        boolean reads = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        String path = Paths.decoded(path());
        vertx.executeBlocking(() -> destination.files().find(path), false).onComplete(looked -> {
            StaticFiles.Found found = looked.succeeded() ? looked.result() : new StaticFiles.Found.Missing();
            if (reads && found instanceof StaticFiles.Found.File file) {
                FileAnswer.send(request, file).onComplete(sent -> leave(true));
            } else if (found instanceof StaticFiles.Found.Forbidden) {
                leave(true);
                Answers.text(request, 403, "This file is not given out.");
            } else if (destination.application() != null && !(found instanceof StaticFiles.Found.Missing)) {
                uri = found instanceof StaticFiles.Found.Pass pass && pass.uri() != null ? pass.uri() : uri;
                prepareBody(destination.application());
            } else {
                leave(true);
                Answers.text(request, reads ? 404 : 405, "There is no such file.");
            }
        });
    }

    private void prepareBody(Routes.Destination.Upstream upstream) {
        if (request.getHeader("expect") != null && !bodyTouched) {
            request.response().writeContinue();
        }
        if (Upgrade.wanted(request)) {
            connect(upstream);
        } else if (!bodyTouched && idempotent() && hasBody() && length() >= 0 && length() <= REPLAYABLE_BYTES) {
            bodyTouched = true;
            request.body().onComplete(read -> {
                body = read.result();
                if (read.succeeded()) {
                    connect(upstream);
                } else {
                    leave(false);
                }
            });
            request.resume();
        } else {
            connect(upstream);
        }
    }

    private void connect(Routes.Destination.Upstream upstream) {
        HostAndPort authority = request.authority();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setServer(address(upstream))
                .setHost(authority.host())
                .setPort(authority.port() < 0 ? 80 : authority.port())
                .setURI(uri);
        client.request(options).onComplete(connected -> {
            if (connected.failed()) {
                failed(connected.cause());
            } else if (request.response().closed()) {
                connected.result().reset();
                leave(false);
            } else {
                send(connected.result());
            }
        });
    }

    private static SocketAddress address(Routes.Destination.Upstream upstream) {
        Routes.Backend backend = upstream.backends()
                .get(ThreadLocalRandom.current().nextInt(upstream.backends().size()));
        return backend.socket() == null
                ? SocketAddress.inetSocketAddress(backend.port(), "127.0.0.1")
                : SocketAddress.domainSocketAddress(backend.socket());
    }

    private void send(HttpClientRequest out) {
        // What goes wrong shows in the answer's future; Vert.x would write it to the log as well.
        out.exceptionHandler(cause -> {});
        Headers.copy(request.headers(), out.headers());
        out.headers()
                .set("host", String.valueOf(request.getHeader("host") == null ? host() : request.getHeader("host")));
        Headers.forwarded(request, out.headers());
        if (Upgrade.wanted(request)) {
            Upgrade.pass(request, out, () -> leave(true), this::failed);
            return;
        }
        request.response().closeHandler(closed -> {
            out.reset();
            leave(false);
        });
        Buffer kept = body;
        Future<Void> sent;
        if (kept != null) {
            sent = out.end(kept);
        } else if (hasBody()) {
            bodyTouched = true;
            if (length() < 0) {
                out.setChunked(true);
            }
            sent = request.pipeTo(out);
        } else {
            request.resume();
            sent = out.end();
        }
        // A broken upload shows in the response as well: there is one place that judges.
        sent.onFailure(cause -> out.reset());
        out.response().onComplete(answered -> {
            if (answered.succeeded()) {
                answer(out, answered.result());
            } else {
                failed(answered.cause());
            }
        });
    }

    private void answer(HttpClientRequest out, HttpClientResponse in) {
        HttpServerResponse response = request.response();
        response.setStatusCode(in.statusCode());
        response.setStatusMessage(in.statusMessage());
        Headers.copy(in.headers(), response.headers());
        boolean bodiless = request.method() == HttpMethod.HEAD || in.statusCode() == 204 || in.statusCode() == 304;
        if (bodiless) {
            in.resume();
            response.end().onComplete(ended -> leave(true));
            return;
        }
        if (in.getHeader("content-length") == null) {
            if (request.version() == HttpVersion.HTTP_1_0) {
                response.putHeader("connection", "close");
            } else {
                response.setChunked(true);
            }
        }
        if (isStream(in)) {
            leave(true);
        }
        in.pipeTo(response).onComplete(piped -> {
            if (piped.failed()) {
                out.reset();
                // The client must see that the answer is not whole.
                request.connection().close();
            }
            leave(true);
        });
    }

    /** No byte of an answer has come. */
    private void failed(Throwable cause) {
        HttpServerResponse response = request.response();
        if (!underway) {
            return;
        }
        if (response.closed()) {
            leave(false);
            return;
        }
        boolean untouched = cause instanceof ConnectException && !bodyTouched;
        boolean again = (idempotent() && (!bodyTouched || body != null)) || untouched;
        if (again && !Upgrade.wanted(request) && System.nanoTime() - arrived < RETRY_NANOS) {
            leave(false);
            vertx.setTimer(RETRY_PAUSE_MILLIS, id -> site.arrive(this));
            return;
        }
        site.lost();
        leave(false);
        Answers.gone(request);
    }

    private void leave(boolean answered) {
        if (underway) {
            underway = false;
            site.left(answered);
        }
    }

    private void redirect(Routes.Destination.Redirect redirect, Routes.Route route) {
        String rest = redirect.append()
                ? request.uri()
                        .substring(Math.min(
                                request.uri().length(), route.pathPrefix().length()))
                : "";
        request.response().putHeader("location", redirect.to() + rest);
        Answers.text(request, redirect.status(), "Look at " + redirect.to() + rest);
    }

    private boolean idempotent() {
        return IDEMPOTENT.contains(request.method().name());
    }

    private boolean hasBody() {
        return length() > 0 || request.getHeader("transfer-encoding") != null;
    }

    private long length() {
        String value = request.getHeader("content-length");
        return value == null ? -1 : Long.parseLong(value.trim());
    }

    private String host() {
        return request.authority().host().toLowerCase(Locale.ROOT);
    }

    private String path() {
        String path = request.path();
        return path == null ? "/" : path;
    }

    private static boolean isStream(HttpClientResponse in) {
        String type = in.getHeader("content-type");
        return type != null && type.startsWith("text/event-stream");
    }
}
