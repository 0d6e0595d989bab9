package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.Supervised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A Redis server: a cache, or one that writes down what it is told. */
final class RedisServer implements Server {
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String DUMP = "dump.rdb";
    private static final Set<String> KEYS = Set.of("maxmemory_policy", "maxmemory");
    private static final Pattern POLICY = Pattern.compile("[a-z][a-z-]{0,40}");
    private static final Pattern MEMORY = Pattern.compile("(?i)[0-9]{1,18}([kmg]?b|[kmg])?");
    /** What a cache may hold before it forgets, unless its configuration says more. */
    private static final String CACHE_MEMORY = "128mb";

    private final ServiceContext context;

    RedisServer(ServiceContext context) {
        this.context = context;
    }

    @Override
    public String stopSignal() {
        return "TERM";
    }

    @Override
    public List<String> ignored() {
        List<String> result = new ArrayList<>();
        context.configuration().propertyNames().forEach(key -> {
            if (!KEYS.contains(key)) {
                result.add(key);
            }
        });
        return result;
    }

    @Override
    public List<String> endpoints() {
        return List.of("redis", "valkey");
    }

    @Override
    public void make(ServiceState state, Cancellation cancellation) throws IOException {
        Trees.remove(context.folder().partial());
        PrivateFiles.createDirectories(context.folder().partial());
        Files.move(context.folder().partial(), context.folder().data(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Launch launch(ServiceState state) throws IOException {
        // With the journal switched on at once it would not look at a dump that lies there without one.
        boolean journal = Files.exists(appendOnly()) || !Files.exists(dump());
        Passwords.write(
                context.folder().settings(), settings(state, context.type().persistent() && journal));
        return context.launch(List.of(
                context.software().server().toString(),
                context.folder().settings().toString()));
    }

    private String settings(ServiceState state, boolean journal) {
        String policy = context.configuration()
                .path("maxmemory_policy")
                .asString(context.type().persistent() ? "noeviction" : "allkeys-lru");
        String memory = context.configuration()
                .path("maxmemory")
                .asString(context.type().persistent() ? "0" : CACHE_MEMORY);
        one("maxmemory_policy", policy, POLICY, "the name of a policy, such as allkeys-lru");
        one("maxmemory", memory, MEMORY, "a number of bytes, such as 256mb");
        return """
                # Written by Slipway at every start; changes are lost.
                bind 127.0.0.1
                port %d
                requirepass %s
                protected-mode yes
                daemonize no
                set-proc-title no
                dir %s
                dbfilename dump.rdb
                appendonly %s
                save %s
                maxmemory %s
                maxmemory-policy %s
                """.formatted(
                state.port(),
                state.password(),
                '"' + context.folder().data().toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"',
                journal ? "yes" : "no",
                context.type().persistent() ? "3600 1 300 100 60 10000" : "\"\"",
                memory,
                policy);
    }

    /** It becomes a line of the server's own file, where another line could load a module or open another door. */
    private void one(String key, String value, Pattern form, String expected) {
        if (!form.matcher(value).matches()) {
            throw new BadInputException("services/" + context.name() + "/configuration/" + key + " is not " + expected);
        }
    }

    @Override
    public void awaitReady(ServiceState state, Supervised process, Cancellation cancellation)
            throws InterruptedException {
        await("answer", cancellation, () -> {
            if (!process.alive()) {
                throw context.died(process.ended().join() + " before it answered");
            }
            try (RedisClient client = RedisClient.connect(state)) {
                return client.info("persistence", "loading").equals("0");
            } catch (IOException e) {
                return false;
            }
        });
        if (context.type().persistent()) {
            keepJournal(state, cancellation);
        }
    }

    /** Every write is noted, so that an end without notice loses a second at most. */
    private void keepJournal(ServiceState state, Cancellation cancellation) throws InterruptedException {
        try (RedisClient client = RedisClient.connect(state)) {
            client.call("CONFIG", "SET", "appendonly", "yes");
            await(
                    "begin its journal",
                    cancellation,
                    () -> client.info("persistence", "aof_rewrite_in_progress").equals("0")
                            && client.info("persistence", "aof_rewrite_scheduled")
                                    .equals("0"));
            Passwords.write(context.folder().settings(), settings(state, true));
        } catch (IOException e) {
            throw failed("does not begin its journal", e);
        }
    }

    @Override
    public ServiceState configure(ServiceState state, Cancellation cancellation) {
        ServiceState.Account account = new ServiceState.Account("", state.password(), "");
        return state.with("redis", account).with("valkey", account);
    }

    /** A copy of the server's dump; the server goes on meanwhile. */
    record Copied(Path file) implements Snapshot {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.err.println(file + " was not removed: " + e.getMessage());
            }
        }
    }

    @Override
    public Snapshot snapshot(ServiceState state) throws InterruptedException {
        try {
            Path file = context.folder().root().resolve("copy-" + System.nanoTime() + ".rdb");
            save(state, file, Cancellation.never());
            return new Copied(file);
        } catch (IOException e) {
            throw failed("cannot be saved", e);
        }
    }

    @Override
    public void copy(
            ServiceState state, Snapshot from, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException {
        if (from instanceof Copied copied) {
            say.accept("cloning service " + context.name() + " (" + (Files.size(copied.file()) >> 10) + " kB)");
            restart.around(() -> put(copied.file()));
        } else {
            say.accept("service " + context.name() + " is of another type there; it begins empty");
        }
    }

    @Override
    public void dump(ServiceState state, Path directory, Cancellation cancellation)
            throws IOException, InterruptedException {
        PrivateFiles.createDirectories(directory);
        save(state, directory.resolve(DUMP), cancellation);
    }

    @Override
    public void load(
            ServiceState state, Path directory, Restart restart, Consumer<String> say, Cancellation cancellation)
            throws IOException, InterruptedException {
        Path file = directory.resolve(DUMP);
        if (!Files.exists(file)) {
            say.accept("the backup holds nothing of service " + context.name() + "; it stays as it is");
            return;
        }
        restart.around(() -> put(file));
    }

    /** Puts back what was moved aside when a load was cut off. */
    static void mend(ServiceFolder folder) throws IOException {
        Path old = folder.root().resolve("data.old");
        if (Files.exists(old) && !Files.exists(folder.data())) {
            Files.move(old, folder.data(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Data made of a dump, in the place of what was there. The server does not run. */
    private void put(Path file) throws IOException {
        Path partial = context.folder().partial();
        Path old = context.folder().root().resolve("data.old");
        Trees.remove(partial);
        Trees.remove(old);
        PrivateFiles.createDirectories(partial);
        Files.copy(file, partial.resolve(DUMP));
        Files.move(context.folder().data(), old, StandardCopyOption.ATOMIC_MOVE);
        Files.move(partial, context.folder().data(), StandardCopyOption.ATOMIC_MOVE);
        Trees.remove(old);
    }

    private void save(ServiceState state, Path to, Cancellation cancellation) throws IOException, InterruptedException {
        try (RedisClient client = RedisClient.connect(state)) {
            await(
                    "save",
                    cancellation,
                    () -> client.info("persistence", "rdb_bgsave_in_progress").equals("0")
                            && client.info("persistence", "aof_rewrite_in_progress")
                                    .equals("0"));
            client.call("BGSAVE");
            await(
                    "save",
                    cancellation,
                    () -> client.info("persistence", "rdb_bgsave_in_progress").equals("0"));
            if (!client.info("persistence", "rdb_last_bgsave_status").equals("ok")) {
                throw new IOException("the server could not write its dump; see " + context.log());
            }
        }
        Files.copy(dump(), to, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path dump() {
        return context.folder().data().resolve(DUMP);
    }

    private Path appendOnly() {
        Path directory = context.folder().data().resolve("appendonlydir");
        return Files.exists(directory) ? directory : context.folder().data().resolve("appendonly.aof");
    }

    private interface Question {
        boolean yes() throws IOException;
    }

    private void await(String what, Cancellation cancellation, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        try {
            while (!question.yes()) {
                if (cancellation.isCancelled() || System.nanoTime() > deadline) {
                    throw new LifecycleFailedException("service ‘" + context.name() + "’ did not " + what
                            + (cancellation.isCancelled() ? " before the wait was cancelled" : " within 5 min")
                            + ". Its log is " + context.log());
                }
                // There is no event to wait for: the server has to be asked.
                LockSupport.parkNanos(LOOK_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } catch (IOException e) {
            throw failed("did not " + what, e);
        }
    }

    private LifecycleFailedException failed(String what, IOException cause) {
        return new LifecycleFailedException(
                "service ‘" + context.name() + "’ (" + context.software().name() + ") " + what + ": "
                        + cause.getMessage(),
                cause);
    }
}
