package io.jenkins.plugins.slipway.host.router.tls;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the router proves to be its domains' with. Looks at the list and at the files that it names every two seconds; what cannot be
 * used is told in the router's log, and what was used before stays.
 */
public final class Certificates implements AutoCloseable {
    private static final long LOOK_MILLIS = 2_000;

    private final @Nullable Path file;
    private final ScheduledExecutorService timer;
    private final Map<String, Loaded> loaded = new HashMap<>();
    private String seen = "";
    private volatile State state = State.NONE;

    /** Who takes encrypted connections. */
    public interface Listener {
        /**
         * Takes them at a port from now on, and at no other.
         *
         * @return whether that port can be had
         */
        boolean listen(int port);
    }

    private record Loaded(String stamp, Certificate certificate) {}

    private record State(int port, Map<String, Certificate> domains) {
        static final State NONE = new State(0, Map.of());
    }

    public Certificates(@Nullable Path file) {
        this.file = file;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "router-certificates");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Reads them for the first time, and again whenever they change. */
    public void watch(Listener listener) {
        if (file != null) {
            look(listener);
            timer.scheduleWithFixedDelay(() -> look(listener), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The port for encrypted requests to a host, or null if there is no certificate for it. */
    @Nullable
    public Integer port(String host) {
        State now = state;
        return now.port() == 0 || find(now, host) == null ? null : (Integer) now.port();
    }

    /** What to prove a host with; for one without a certificate any other, or null if there is none. */
    @Nullable
    public SslContext context(@Nullable String host) {
        State now = state;
        Certificate found = host == null ? null : find(now, host.toLowerCase(Locale.ROOT));
        if (found == null) {
            found = now.domains().values().stream().findFirst().orElse(null);
        }
        return found == null ? null : found.context();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static @Nullable Certificate find(State now, String host) {
        Certificate exact = now.domains().get(host);
        int dot = host.indexOf('.');
        return exact != null || dot < 0 ? exact : now.domains().get("*" + host.substring(dot));
    }

    private synchronized void look(Listener listener) {
        try {
            String stamp = file == null || !Files.exists(file) ? "" : stamp(file);
            CertificateList list = stamp.isEmpty() || file == null ? CertificateList.NONE : CertificateList.read(file);
            StringBuilder all = new StringBuilder(stamp);
            list.domains().forEach((domain, pair) -> all.append(stamp(pair)));
            if (all.toString().equals(seen)) {
                return;
            }
            seen = all.toString();
            use(list, listener);
        } catch (IOException | RuntimeException e) {
            System.err.println("certificates: " + e.getMessage());
        }
    }

    private void use(CertificateList list, Listener listener) {
        Map<String, Certificate> domains = new HashMap<>();
        list.domains().forEach((domain, pair) -> {
            String stamp = pair + stamp(pair);
            Loaded before = loaded.get(domain);
            if (before == null || !before.stamp().equals(stamp)) {
                try {
                    before = new Loaded(stamp, Certificate.load(pair));
                    loaded.put(domain, before);
                } catch (BadInputException e) {
                    System.err.println("certificate of " + domain + ": " + e.getMessage());
                }
            }
            if (before != null) {
                domains.put(domain, before.certificate());
            }
        });
        loaded.keySet().retainAll(list.domains().keySet());
        int port = domains.isEmpty() ? 0 : list.port();
        boolean had = listener.listen(port);
        if (!had) {
            // The port may be free later.
            seen = "";
        }
        state = had ? new State(port, Map.copyOf(domains)) : State.NONE;
    }

    private static String stamp(CertificateList.PemPair pair) {
        try {
            return stamp(Path.of(pair.certificate())) + stamp(Path.of(pair.key()));
        } catch (IOException e) {
            return "?";
        }
    }

    private static String stamp(Path path) throws IOException {
        // A renewal may lead a link to another file.
        Path real = path.toRealPath();
        return real + "@" + Files.getLastModifiedTime(real).toMillis() + "/" + Files.size(real) + ";";
    }
}
