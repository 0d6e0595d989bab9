package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.h2.Driver;

/** The file {@code slipway.mv.db}. */
final class H2File extends Connections {
    static final String LOCK = "slipway.lock";

    /**
     * {@code async:} because a thread that is interrupted closes an ordinary file channel, and the database with it.
     * {@code MAX_COMPACT_TIME=0} because closing would otherwise spend up to 200 ms on saving disk space, after each unit of work.
     * {@code RETENTION_TIME=0} because every close flushes, so replaced pages may be overwritten at once and the file stays small.
     */
    private static final String SETTINGS = ";FILE_LOCK=FS;WRITE_DELAY=0;MAX_COMPACT_TIME=0;RETENTION_TIME=0"
            + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000;TRACE_LEVEL_FILE=0";

    private final Path database;

    /** Makes the folder if need be. */
    H2File(Path folder) {
        super(new Driver(), "jdbc:h2:async:" + folder.toAbsolutePath().resolve("slipway") + SETTINGS, login());
        this.database = folder.toAbsolutePath().resolve("slipway.mv.db");
        if (folder.toString().contains(";")) {
            throw new BadInputException("The folder " + folder + " for the records has a semicolon in its name,"
                    + " which the database cannot open; choose another with --home");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Trouble.with(toString(), e);
        }
    }

    private static Properties login() {
        Properties login = new Properties();
        login.setProperty("user", "slipway");
        login.setProperty("password", "");
        return login;
    }

    @Override
    public String toString() {
        return database.toString();
    }
}
