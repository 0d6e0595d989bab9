package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.ingress.RouterSource;
import io.jenkins.plugins.slipway.host.notice.Notices;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.Router;
import io.jenkins.plugins.slipway.host.supervisor.EphemeralPorts;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Opens the router at the port that is asked for, else at the one that the home keeps. If another program has that one, environments
 * are served at another, which is said; the next start tries the usual one first.
 */
final class Listening {
    private static final String ABOUT = "port";
    private static final int MOST_TRIES = 50;

    private final RouterSource source;
    private final String address;
    private final InternalEndpoint endpoint;
    private final Notices notices;

    Listening(RouterSource source, String address, InternalEndpoint endpoint, Notices notices) {
        this.source = source;
        this.address = address;
        this.endpoint = endpoint;
        this.notices = notices;
    }

    /**
     * @param wanted the port that is asked for; 0 for any that can be kept; null for the usual one
     * @throws BadInputException if the port that is asked for cannot be had, or none
     */
    Router open(@Nullable Integer wanted, ListenSettings before) throws IOException, InterruptedException {
        if (wanted != null) {
            return wanted == 0 ? any() : source.open(address, wanted, endpoint, notices);
        }
        int usual = usual(before);
        BadInputException taken;
        try {
            return source.open(address, usual == 0 ? ListenSettings.FIRST_PORT : usual, endpoint, notices);
        } catch (BadInputException e) {
            taken = e;
        }
        if (usual == 0) {
            return any();
        }
        Router router = before.port() == usual ? any() : again(before.port());
        notices.say(
                ABOUT,
                taken.getMessage() + ". Until the host is stopped and started again, all environments answer at port "
                        + router.port() + " instead");
        return router;
    }

    /** What is kept for the next start. */
    ListenSettings settings(@Nullable Integer wanted, ListenSettings before, int port) {
        int usual = usual(before);
        boolean elsewhere = wanted == null && usual != 0 && usual != port;
        return new ListenSettings(ListenSettings.FORMAT, port, address, elsewhere ? usual : null);
    }

    private static int usual(ListenSettings before) {
        Integer usual = before.usual();
        return usual == null ? before.port() : usual;
    }

    private Router again(int port) throws IOException, InterruptedException {
        try {
            return source.open(address, port, endpoint, notices);
        } catch (BadInputException e) {
            return any();
        }
    }

    /** One that no outgoing connection of the machine can take while the host is down. */
    private Router any() throws IOException, InterruptedException {
        EphemeralPorts.Range range = EphemeralPorts.outside(10_000, 19_999);
        Random random = new Random();
        for (int attempt = 1; ; attempt++) {
            int port = range.first() + random.nextInt(range.last() - range.first() + 1);
            try {
                return source.open(address, port, endpoint, notices);
            } catch (BadInputException e) {
                if (attempt == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }
}
