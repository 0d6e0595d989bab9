package io.jenkins.plugins.slipway.engine.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command with its variables, through helper programs that get none of them. A variable such as {@code LD_PRELOAD} acts in
 * every program that has it; so each program that runs before the command (one that makes a session, one that enters a control group,
 * one that makes the sandbox) is called by its absolute path with a search path of its own and nothing else. The command's variables
 * come by a pipe, which no list of processes shows: the sandbox sets them for what runs inside, and where there is none, the last
 * shell sets them just before it becomes the command.
 *
 * @param argv program and arguments
 * @param directory working directory, the real one
 * @param variables the command's whole environment
 * @param tags variables of Slipway's own that the helpers carry too, so that they are found; they win over the command's
 * @param border of the sandbox, or null for none
 * @param groups control groups that the command enters before it begins
 * @param mark that the command and all that it starts carry, or null
 * @param watched whether the command's group is ended when this process dies; for commands with no border and a session of their own
 */
public record ProcessStart(
        List<String> argv,
        Path directory,
        Map<String, String> variables,
        Map<String, String> tags,
        @Nullable SandboxBorder border,
        List<Path> groups,
        @Nullable ProcessMark mark,
        boolean watched) {
    /** Bubblewrap takes 9,000 words, three for each variable. */
    private static final int MOST_VARIABLES = 2500;

    private static final Charset FILE_NAMES =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    /** The search path, and what shells add. */
    private static final List<String> HELPERS_OWN = List.of("PATH PWD OLDPWD SHLVL _".split(" "));

    /** Marks the process and enters its groups. Words: the mark or nothing, how many groups, the groups. */
    private static final String BEGIN = "[ -z \"$1\" ] || ulimit -S -m \"$1\" 2>/dev/null; n=$2; shift 2;"
            + " while [ \"$n\" -gt 0 ]; do echo $$ >\"$1/cgroup.procs\" || exit 125; shift; n=$((n - 1)); done; ";

    private static final String INTO_SANDBOX = BEGIN + "exec 3<&0 </dev/null; exec \"$@\"";

    /** Words: a program that reads so many bytes and not more, and how many. */
    private static final String RECEIVE = BEGIN + "slipway=$(\"$1\" -c \"$2\"); shift 2; ";

    private static final String BECOME = "eval \"$slipway\"; exec \"$@\"";

    private static final String PLAINLY = RECEIVE + "exec </dev/null; " + BECOME;

    /**
     * Ends the group when the pipe on standard input breaks, which the kernel does however Slipway dies. One more word: a program that
     * reads to the end.
     */
    private static final String WATCHED =
            RECEIVE + "exec 3<&0 </dev/null; (\"$1\" <&3; kill -KILL 0) >/dev/null 2>&1 & exec 3<&-; shift; " + BECOME;

    public ProcessStart {
        argv = List.copyOf(argv);
        variables = Map.copyOf(variables);
        tags = Map.copyOf(tags);
        groups = List.copyOf(groups);
    }

    /** A command with these variables, plainly. */
    public static ProcessStart of(List<String> argv, Path directory, Map<String, String> variables) {
        return new ProcessStart(argv, directory, variables, Map.of(), null, List.of(), null, false);
    }

    public ProcessStart tagged(String name, String value) {
        Map<String, String> more = new TreeMap<>(tags);
        more.put(name, value);
        return new ProcessStart(argv, directory, variables, more, border, groups, mark, watched);
    }

    public ProcessStart behind(@Nullable SandboxBorder other) {
        return new ProcessStart(argv, directory, variables, tags, other, groups, mark, watched);
    }

    public ProcessStart within(List<Path> other) {
        return new ProcessStart(argv, directory, variables, tags, border, other, mark, watched);
    }

    public ProcessStart marked(@Nullable ProcessMark other) {
        return new ProcessStart(argv, directory, variables, tags, border, groups, other, watched);
    }

    ProcessStart watchedOver() {
        return new ProcessStart(argv, directory, variables, tags, border, groups, mark, true);
    }

    /**
     * Starts it, in a session of its own where the system has a program for that. The process keeps its number whatever it becomes.
     *
     * @param outputs says where output goes; standard input is the pipe
     * @throws IOException if it cannot be started, or a variable cannot be one
     */
    public Process start(Consumer<ProcessBuilder> outputs) throws IOException {
        byte[] handed = border == null ? shellText() : options(border);
        ProcessBuilder builder = new ProcessBuilder(words(handed.length)).directory(directory.toFile());
        outputs.accept(builder);
        Map<String, String> own = builder.environment();
        own.clear();
        own.put("PATH", Programs.PATH);
        own.putAll(tags);
        Process process = builder.start();
        OutputStream pipe = process.getOutputStream();
        try {
            pipe.write(handed);
            pipe.flush();
            if (!watched) {
                pipe.close();
            }
        } catch (IOException e) {
            // It has ended already, and its exit code says so.
            return process;
        }
        return process;
    }

    private List<String> words(int length) {
        List<String> words = new ArrayList<>();
        Path setsid = Programs.find("setsid");
        if (setsid != null) {
            words.add(setsid.toString());
        }
        String script = border != null ? INTO_SANDBOX : watched ? WATCHED : PLAINLY;
        words.addAll(List.of("/bin/sh", "-c", script, "slipway"));
        words.add(mark == null ? "" : Long.toString(mark.kilobytes()));
        words.add(Integer.toString(groups.size()));
        groups.forEach(group -> words.add(group.toString()));
        if (border != null) {
            words.addAll(List.of(border.program().toString(), "--args", "3", "--"));
        } else {
            words.addAll(List.of(Programs.path("head"), Integer.toString(length)));
            if (watched) {
                words.add(Programs.path("cat"));
            }
        }
        words.addAll(argv);
        return words;
    }

    private byte[] options(SandboxBorder sandbox) throws IOException {
        Map<String, String> set = checked();
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        for (String option : sandbox.options()) {
            // Paths, in the encoding that names of files have here.
            word(words, option, FILE_NAMES);
        }
        if (Programs.find("setsid") == null) {
            // A terminal of whoever started it could be typed on.
            word(words, "--new-session");
        }
        for (String name : HELPERS_OWN) {
            word(words, "--unsetenv");
            word(words, name);
        }
        set.forEach((name, value) -> {
            word(words, "--setenv");
            word(words, name);
            word(words, value);
        });
        return words.toByteArray();
    }

    private static void word(ByteArrayOutputStream words, String word) {
        word(words, word, StandardCharsets.UTF_8);
    }

    private static void word(ByteArrayOutputStream words, String word, Charset charset) {
        words.writeBytes(word.getBytes(charset));
        words.write(0);
    }

    /** A name that no shell can have is left out: a script of the shell would not pass it on either. */
    private byte[] shellText() throws IOException {
        StringBuilder text = new StringBuilder("unset PATH PWD OLDPWD SHLVL");
        checked().forEach((name, value) -> {
            if (VariableNames.isPortable(name)) {
                // A shell that keeps a name for itself says no, and goes on.
                text.append("\ncommand export ")
                        .append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("' 2>/dev/null");
            }
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The door of last resort: a NUL would end a word, and what follows be taken for an option. */
    private Map<String, String> checked() throws IOException {
        Map<String, String> result = new TreeMap<>(variables);
        tags.keySet().forEach(result::remove);
        for (Map.Entry<String, String> entry : result.entrySet()) {
            if (!VariableNames.isPossible(entry.getKey()) || entry.getValue().indexOf('\0') >= 0) {
                throw new IOException(
                        "‘" + VariableNames.display(entry.getKey())
                                + "’ cannot be a variable: its name has a character that none may have, or its value has a NUL");
            }
        }
        if (result.size() > MOST_VARIABLES) {
            throw new IOException("a command cannot have more than " + MOST_VARIABLES + " variables");
        }
        return result;
    }
}
