package io.jenkins.plugins.slipway.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Linux's own list of processes, which tells of sessions and environments what the JDK does not. */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    static boolean isReadable() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Whether a process has ended and only its parent has not noticed. */
    static boolean isZombie(long pid) {
        Entry entry = read(pid);
        return entry != null && entry.state() == 'Z';
    }

    /** When a process started, in clock ticks since the machine came up; 0 if it has ended. */
    static long started(long pid) {
        Entry entry = read(pid);
        return entry == null ? 0 : entry.started();
    }

    /**
     * The living processes of a command: of its session, descending from known ones, or with the cookie or the mark.
     *
     * @param session process number of the command's first process
     * @param since when that one started, as in {@link #started}; older processes did not come from it
     * @param known numbers of processes that belong to the command
     */
    static Set<Long> members(
            long session, long since, Set<Long> known, @Nullable String cookie, @Nullable ProcessMark mark) {
        List<Entry> all = all();
        byte @Nullable [] text =
                cookie == null ? null : (LocalProcessRunner.COOKIE + "=" + cookie).getBytes(StandardCharsets.UTF_8);
        Set<Long> members = new HashSet<>();
        for (Entry entry : all) {
            if (entry.started() >= since
                    && (entry.session() == session
                            || known.contains(entry.pid())
                            || text != null && environmentHas(entry.pid(), text)
                            || mark != null && mark.isOn(entry.pid()))) {
                members.add(entry.pid());
            }
        }
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Entry entry : all) {
                if ((members.contains(entry.parent()) || known.contains(entry.parent()))
                        && entry.parent() > 1
                        && members.add(entry.pid())) {
                    grew = true;
                }
            }
        }
        all.stream().filter(entry -> entry.state() == 'Z').map(Entry::pid).forEach(members::remove);
        return members;
    }

    private static List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        String[] names = PROC.toFile().list((File directory, String name) -> Character.isDigit(name.charAt(0)));
        for (String name : names == null ? new String[0] : names) {
            Entry entry = read(Long.parseLong(name));
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static @Nullable Entry read(long pid) {
        String stat;
        try {
            stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null; // It ended meanwhile.
        }
        // The name, in parentheses, may itself hold spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Entry(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[19]));
    }

    private static boolean environmentHas(long pid, byte[] mark) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(PROC.resolve(pid + "/environ"));
        } catch (IOException e) {
            return false; // It ended meanwhile, or is somebody else's.
        }
        for (int i = 0; i + mark.length <= environment.length; i++) {
            boolean atStart = i == 0 || environment[i - 1] == 0;
            if (atStart && Arrays.equals(environment, i, i + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }

    /** One process. {@code started} is in clock ticks since the machine came up. */
    private record Entry(long pid, char state, long parent, long session, long started) {}
}
