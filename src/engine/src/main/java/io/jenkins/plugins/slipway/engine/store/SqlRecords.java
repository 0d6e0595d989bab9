package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.h2.Driver;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The records of releases, deployments and verdicts, in SQL. What a method has written survives the end of the process at any
 * moment after the method returned.
 *
 * <p>Every method may throw a {@link io.jenkins.plugins.slipway.engine.SlipwayException} if the database cannot be used: it does
 * not answer, is damaged, newer than this Slipway, or its disk is full. Nothing was changed then. Safe for several threads.
 */
public final class SqlRecords implements Records {
    /** A unit of work takes milliseconds: who waits longer than this waits for a process that holds the records open. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Database database;
    private final ReleaseRecords releases;
    private final DeploymentRecords deployments;
    private final VerdictRecords verdicts;
    private final LeaseRecords leases;

    private SqlRecords(Database database) {
        this.database = database;
        this.releases = new SqlReleases(database);
        this.deployments = new SqlDeployments(database);
        this.verdicts = new SqlVerdicts(database);
        this.leases = new SqlLeases(database);
    }

    /**
     * The records in {@code records/slipway.mv.db} of a state home, shared with other processes: nothing stays open between two
     * calls, and a call waits at most a minute for its turn.
     */
    public static SqlRecords openIn(Path home) {
        return openIn(home, PATIENCE);
    }

    static SqlRecords openIn(Path home, Duration patience) {
        return new SqlRecords(new SharedFile(home.resolve("records"), patience));
    }

    /**
     * The records of a state home, shared with other processes, for one that asks often: they stay open for a moment after each call.
     * Others get their turn when that has passed, after two seconds at the latest.
     */
    public static SqlRecords lingerIn(Path home) {
        return new SqlRecords(new BrieflyOpenFile(home.resolve("records"), PATIENCE));
    }

    /**
     * The records of a state home for one long-lived process: they stay open until {@link #close()}, which is faster, and other
     * processes are refused meanwhile.
     */
    public static SqlRecords holdIn(Path home) {
        return holdIn(home, PATIENCE);
    }

    static SqlRecords holdIn(Path home, Duration patience) {
        return new SqlRecords(held(home.resolve("records"), patience));
    }

    /** A folder's file, for one process as long as that is open. */
    static Database held(Path folder, Duration patience) {
        H2File file = new H2File(folder);
        try {
            RecordsLock.Held held = new RecordsLock(folder.resolve(H2File.LOCK), patience).acquire();
            return PersistentConnections.file(file, held);
        } catch (IOException e) {
            throw DatabaseErrors.with(file.toString(), e);
        }
    }

    /**
     * The records in a PostgreSQL database, such as {@code jdbc:postgresql://db.example.com/slipway?user=…&password=…}. The
     * tables are made on first use. No message ever shows more of the URL than host and database.
     *
     * @throws BadInputException if the URL is not one of PostgreSQL, or the database does not take it
     */
    public static SqlRecords open(String jdbcUrl) {
        return new SqlRecords(
                PersistentConnections.server(PostgresUrl.parse(jdbcUrl).connections()));
    }

    /** Lets Java load what every database in a file needs. For a thread beside the one that will open it soon. */
    public static void warmUp() {
        Properties login = new Properties();
        login.setProperty("user", "slipway");
        Connections memory = new Connections(Driver::new, "jdbc:h2:mem:", login);
        try (Handle handle = Jdbi.create(memory::connect).open()) {
            handle.createQuery("select cast(:one as varchar)")
                    .bind("one", "1")
                    .mapTo(String.class)
                    .one();
        }
    }

    /** Records in memory that begin as a snapshot and end with {@link #close()}. */
    static SqlRecords copyOf(RecordsSnapshot snapshot) {
        Properties login = new Properties();
        login.setProperty("user", "slipway");
        // A name of its own, as memory is shared by all of a process.
        String url = "jdbc:h2:mem:slipway-" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        Database database = PersistentConnections.own(new Connections(Driver::new, url, login));
        SnapshotTables.write(database, snapshot);
        return new SqlRecords(database);
    }

    /** What is known of a project, for a step that works elsewhere; see {@link RelayedRecords}. */
    public RecordsSnapshot snapshot(String project) {
        return SnapshotTables.read(database, project);
    }

    @Override
    public ReleaseRecords releases() {
        return releases;
    }

    @Override
    public DeploymentRecords deployments() {
        return deployments;
    }

    @Override
    public VerdictRecords verdicts() {
        return verdicts;
    }

    @Override
    public LeaseRecords leases() {
        return leases;
    }

    /** Where the records lie, for people: a file, or host and database. Never with a password. */
    public String place() {
        return database.place();
    }

    @Override
    public <T> T together(Supplier<T> questions) {
        return database.together(questions);
    }

    @Override
    public void close() {
        database.close();
    }
}
