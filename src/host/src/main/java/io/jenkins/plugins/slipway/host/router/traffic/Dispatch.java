package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.files.FileCache;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import io.jenkins.plugins.slipway.host.router.http.ParsedRequest;

/** Finds who answers a request: another address, a file, or the application. */
final class Dispatch {
    private final Exchange exchange;
    private final ParsedRequest.Target target;

    Dispatch(Exchange exchange) {
        this.exchange = exchange;
        this.target = exchange.target();
    }

    void route(Routes routes) {
        UrlPath path = target.path();
        Routes.Route route = routes.find(target.host(), path.text());
        if (route == null) {
            exchange.say(OwnResponses.noRoute());
            return;
        }
        if (!route.judges(path.text())) {
            exchange.say(new OwnResponses.Plain(
                    414,
                    "The request’s path has more than " + SearchBudget.LONGEST_PATH
                            + " characters: too many for the expressions that decide here."));
            return;
        }
        if (path.hidesSlash() && !sameEitherWay(routes, route, path)) {
            exchange.say(new OwnResponses.Plain(
                    400, "The request’s address has an encoded slash, ‘%2F’, which could be read in two ways here."));
            return;
        }
        exchange.policy(route.policy());
        OwnResponses.Plain elsewhere = Redirects.of(exchange.client(), exchange.request(), route, target);
        if (elsewhere != null) {
            exchange.say(elsewhere);
        } else if (route.destination() instanceof Destination.Upstream upstream) {
            exchange.forward(upstream, Long.MAX_VALUE);
        } else if (route.destination() instanceof Destination.WithFiles withFiles) {
            lookForFile(withFiles);
        }
    }

    /** Whether it makes no difference here if an encoded slash is one that parts: an application gets the path as it came. */
    private static boolean sameEitherWay(Routes routes, Routes.Route route, UrlPath path) {
        return route.destination() instanceof Destination.Upstream
                && route.equals(routes.findParted(route.host(), path))
                && route.policy().redirects().stream()
                        .allMatch(redirect -> !redirect.meets(path.text()) && !redirect.meets(path.parted()));
    }

    private void lookForFile(Destination.WithFiles destination) {
        String path = target.path().text();
        FileCache files = exchange.site().files(destination.files());
        boolean looks = exchange.reads() || destination.files().denies(path);
        StaticFiles.Found known = files.known(path, looks);
        if (known != null) {
            answer(destination, known);
            return;
        }
        exchange.client().front().disk().execute(() -> {
            StaticFiles.Found found = files.look(path);
            exchange.client().loop().run(() -> {
                if (exchange.over()) {
                    exchange.leave(false);
                } else {
                    answer(destination, found);
                }
            });
        });
    }

    private void answer(Destination.WithFiles destination, StaticFiles.Found looked) {
        boolean reads = exchange.reads();
        // Nothing else than reading is done with files, but one that is not given out is not for the application
        // either.
        StaticFiles.Found found = reads || looked instanceof StaticFiles.Found.Forbidden
                ? looked
                : destination.files().find(target.path().text(), false);
        if (found instanceof StaticFiles.Found.File file) {
            FileResponse.send(exchange, file);
        } else if (found instanceof StaticFiles.Found.Forbidden) {
            exchange.say(new OwnResponses.Plain(403, "This file is not served."));
        } else if (found instanceof StaticFiles.Found.Moved moved) {
            exchange.say(
                    new OwnResponses.Plain(301, "This is a folder.").with("location", moved.path() + target.query()));
        } else if (found instanceof StaticFiles.Found.Pass pass && destination.application() != null) {
            if (pass.uri() != null) {
                exchange.request().setUri(pass.uri().indexOf('?') < 0 ? pass.uri() + target.query() : pass.uri());
            }
            exchange.forward(destination.application(), pass.mostBytes());
        } else if (reads) {
            exchange.say(new OwnResponses.Plain(404, "There is no such file."));
        } else {
            exchange.say(new OwnResponses.Plain(405, "Files are read-only.").with("allow", "GET, HEAD"));
        }
    }
}
