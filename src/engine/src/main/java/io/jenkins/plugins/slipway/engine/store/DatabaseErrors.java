package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Turns what a database or a disk says into one clear sentence; what is not foreseen stays what it is, a bug. */
final class DatabaseErrors {
    private DatabaseErrors() {}

    /** The exception to throw. */
    static RuntimeException with(String place, Exception thrown) {
        if (thrown instanceof SlipwayException foreseen) {
            return foreseen;
        }
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            RuntimeException known = known(place, t);
            if (known != null) {
                return known;
            }
        }
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                RuntimeException known = sql(place, sql);
                if (known != null) {
                    return known;
                }
            }
        }
        if (thrown instanceof RuntimeException bug) {
            return bug;
        }
        return new IllegalStateException("The records in " + place + " cannot be used", thrown);
    }

    private static @Nullable RuntimeException known(String place, Throwable thrown) {
        String said = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        if (thrown instanceof IOException) {
            if (said.contains("no space left") || said.contains("file too large") || said.contains("quota exceeded")) {
                return new LifecycleFailedException(
                        "The disk that holds the records is full: " + place
                                + "; free some space and run the command again",
                        thrown);
            }
            if (thrown instanceof AccessDeniedException
                    || thrown instanceof FileAlreadyExistsException
                    || said.contains("not a directory")
                    || said.contains("read-only file system")) {
                return unwritable(place, thrown);
            }
        }
        if (thrown instanceof ReadOnlyFileSystemException) {
            return unwritable(place, thrown);
        }
        if (thrown instanceof FileSystemException) {
            return new RefusedException("The records in " + place + " cannot be used: " + thrown, thrown);
        }
        return null;
    }

    private static RuntimeException unwritable(String place, Throwable thrown) {
        return new BadInputException(
                "Slipway cannot write its records to " + place + " as user " + System.getProperty("user.name") + " ("
                        + thrown + "); make it writable, or choose another folder with ‘--home’",
                thrown);
    }

    private static @Nullable RuntimeException sql(String place, SQLException thrown) {
        return switch (thrown.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                new RefusedException(
                        "The records in " + place + " are open in another program; close it and run the command again",
                        thrown);
            case ErrorCode.FILE_CORRUPTED_1 ->
                new RefusedException(
                        "The records in " + place
                                + " are damaged; put a backup of the file in its place, or move it away to"
                                + " start with empty records",
                        thrown);
            case ErrorCode.FILE_VERSION_ERROR_1 ->
                new RefusedException(
                        "The records in " + place
                                + " were written by another version of the database; use the Slipway that"
                                + " wrote them",
                        thrown);
            case ErrorCode.DATABASE_IS_READ_ONLY, ErrorCode.FILE_CREATION_FAILED_1 -> unwritable(place, thrown);
            case ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 ->
                new RefusedException(
                        "The records in " + place + " cannot be read or written: " + thrown.getMessage(), thrown);
            default -> byState(place, thrown);
        };
    }

    private static @Nullable RuntimeException byState(String place, SQLException thrown) {
        String state = String.valueOf(thrown.getSQLState());
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new RefusedException(
                    "The database " + place + " does not answer (" + thrown.getMessage()
                            + "); see that it runs and that" + " this machine reaches it",
                    thrown);
        }
        if (state.startsWith("28")) {
            return new BadInputException(
                    "The database " + place + " refuses the user; check user and password in the URL of the"
                            + " records",
                    thrown);
        }
        if (state.equals("3D000")) {
            return new BadInputException(
                    "There is no database " + place + "; create it, or correct the URL of the records", thrown);
        }
        if (state.equals("42501")) {
            return new BadInputException(
                    "The user may not write to the database " + place + "; grant it, or use another user", thrown);
        }
        if (state.startsWith("53")) {
            return new RefusedException(
                    "The database " + place + " has run out of disk, memory or connections (" + thrown.getMessage()
                            + "); run the command again when it has some",
                    thrown);
        }
        return null;
    }
}
