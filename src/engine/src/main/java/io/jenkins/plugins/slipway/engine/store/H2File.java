package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.h2.Driver;

/** The file {@code slipway.mv.db}. */
final class H2File extends Connections {
    static final String LOCK = "slipway.lock";

    /**
     * {@code async:} because a thread that is interrupted closes an ordinary file channel, and the database with it.
     * {@code MAX_COMPACT_TIME=0} because closing would otherwise spend up to 200 ms on saving disk space, after each unit of work.
     * {@code REUSE_SPACE=FALSE}, append only, because with reuse a process that was killed may leave a file that opens as it was some
     * commits ago; {@link Compaction} keeps the file small instead.
     */
    private static final String SETTINGS = ";FILE_LOCK=FS;WRITE_DELAY=0;MAX_COMPACT_TIME=0;REUSE_SPACE=FALSE"
            + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000;TRACE_LEVEL_FILE=0";

    private final Path folder;
    private final Path database;
    private final Compaction compaction;

    /** Makes the folder if need be. */
    H2File(Path folder) {
        super(Driver::new, url(folder, "slipway"), login());
        this.folder = folder.toAbsolutePath();
        this.database = folder.toAbsolutePath().resolve("slipway.mv.db");
        this.compaction = new Compaction(database);
        if (folder.toString().contains(";")) {
            throw new BadInputException("The folder " + folder + " for the records has a semicolon in its name,"
                    + " which the database cannot open; choose another with ‘--home’");
        }
        try {
            PrivateFiles.createDirectories(folder);
        } catch (IOException e) {
            throw DatabaseErrors.with(toString(), e);
        }
    }

    private static String url(Path folder, String name) {
        return "jdbc:h2:async:" + folder.toAbsolutePath().resolve(name) + SETTINGS;
    }

    private static Properties login() {
        Properties login = new Properties();
        login.setProperty("user", "slipway");
        login.setProperty("password", "");
        return login;
    }

    Compaction compaction() {
        return compaction;
    }

    /** Makes the file if there is none. */
    void prepare() throws IOException {
        if (!Files.exists(database)) {
            migrate();
        }
    }

    /**
     * Brings the tables to the current version, in a copy that then takes the place of the file in one step: this database
     * commits every change of a table by itself, so a process that is killed in between would leave half of them.
     */
    void migrate() throws IOException {
        Path copy = folder.resolve("slipway-migrating.mv.db");
        Files.deleteIfExists(copy);
        if (Files.exists(database)) {
            Files.copy(database, copy);
        }
        Schema.migrate(new Connections(Driver::new, url(folder, "slipway-migrating"), login()), toString());
        Compaction.rewrite(copy);
        PrivateFiles.seal(copy);
        Files.move(copy, database, StandardCopyOption.ATOMIC_MOVE);
        Compaction.flushFolder(folder);
    }

    @Override
    public String toString() {
        return database.toString();
    }
}
