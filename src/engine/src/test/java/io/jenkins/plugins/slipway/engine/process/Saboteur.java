package io.jenkins.plugins.slipway.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Files of a hostile project that note, in a file outside of its sandbox, by which program they were run; and the variables that make
 * programs run them.
 */
public final class Saboteur {
    private static final String LIBRARY = """
            #include <fcntl.h>
            #include <stdio.h>
            #include <unistd.h>
            __attribute__((constructor)) static void note(void) {
                char name[64] = {0};
                int self = open("/proc/self/comm", O_RDONLY);
                int count = read(self, name, 63);
                close(self);
                int mark = open("%s", O_CREAT | O_WRONLY | O_APPEND, 0644);
                if (mark >= 0) {
                    write(mark, name, count);
                    close(mark);
                }
            }
            """;

    private final Path project;
    private final Path mark;

    private Saboteur(Path project, Path mark) {
        this.project = project;
        this.mark = mark;
    }

    /**
     * Puts the files into a project's folder.
     *
     * @param mark is made by whatever is run outside
     */
    public static Saboteur in(Path project, Path mark) throws IOException, InterruptedException {
        Saboteur saboteur = new Saboteur(project, mark);
        String note = "#!/bin/sh\nread name </proc/$PPID/comm; echo \"script of $name\" >>'" + mark + "'\n";
        Files.writeString(project.resolve("evil.sh"), note);
        Files.writeString(project.resolve("evil.js"), "require('fs').appendFileSync('" + mark + "', 'node\\n')\n");
        Files.writeString(project.resolve("evil.pm"), "open(my $f, '>>', '" + mark + "'); print $f 'perl'; 1;\n");
        Files.writeString(project.resolve("sitecustomize.py"), "open('" + mark + "', 'a').write('python\\n')\n");
        Path programs = Files.createDirectories(project.resolve("programs"));
        for (String name : List.of("bwrap", "setsid", "sh", "head", "cat", "env", "bash", "git", "mkfifo", "nice")) {
            Path program = Files.writeString(programs.resolve(name), note);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        saboteur.library();
        return saboteur;
    }

    /** Whether the machine can make the library; the scripts are there in any case. */
    public boolean hasLibrary() {
        return Files.exists(project.resolve("evil.so"));
    }

    private void library() throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/gcc"))) {
            return;
        }
        Path source = Files.writeString(project.resolve("evil.c"), LIBRARY.formatted(mark));
        Process gcc = new ProcessBuilder(
                        "/usr/bin/gcc",
                        "-shared",
                        "-fPIC",
                        "-o",
                        project.resolve("evil.so").toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0).isTrue();
        Path libraries = Files.createDirectories(project.resolve("libraries"));
        for (String name : List.of("libcap.so.2", "libselinux.so.1", "libc.so.6", "ISO8859-1.so", "gconv-modules")) {
            Files.copy(project.resolve("evil.so"), libraries.resolve(name));
        }
    }

    /** The variables that loaders, shells and languages obey, leading to the project's files as the host sees them. */
    public Map<String, String> variables() {
        Map<String, String> all = new TreeMap<>();
        String library = project.resolve("evil.so").toString();
        String script = project.resolve("evil.sh").toString();
        String touch = "$(echo substituted >>'" + mark + "')";
        all.put("LD_PRELOAD", library);
        all.put("LD_AUDIT", library);
        all.put("LD_LIBRARY_PATH", project.resolve("libraries").toString());
        all.put("LD_DEBUG", "all");
        all.put("LD_DEBUG_OUTPUT", mark.toString());
        all.put("GCONV_PATH", project.resolve("libraries").toString());
        all.put("LOCPATH", project.resolve("libraries").toString());
        all.put("GLIBC_TUNABLES", "glibc.malloc.check=3:glibc.rtld.nns=1");
        all.put("MALLOC_TRACE", mark.toString());
        all.put("MALLOC_PERTURB_", "7");
        all.put("BASH_ENV", script);
        all.put("ENV", script);
        all.put("SHELLOPTS", "xtrace:noexec");
        all.put("PS4", touch);
        all.put("PS1", touch);
        all.put("PROMPT_COMMAND", script);
        all.put("IFS", "/n");
        all.put("CDPATH", project.toString());
        all.put("PATH", project.resolve("programs") + ":/usr/bin:/bin");
        all.put("HOME", project.toString());
        all.put("TMPDIR", project.toString());
        all.put("PERL5OPT", "-I" + project + " -Mevil");
        all.put("PYTHONPATH", project.toString());
        all.put("PYTHONSTARTUP", project.resolve("sitecustomize.py").toString());
        all.put("NODE_OPTIONS", "--require " + project.resolve("evil.js"));
        all.put("JAVA_TOOL_OPTIONS", "-Xlog:all:file=" + mark);
        all.put("_JAVA_OPTIONS", "-Xlog:all:file=" + mark);
        all.put("GIT_SSH_COMMAND", script);
        all.put("GIT_EXTERNAL_DIFF", script);
        all.put("GIT_CONFIG_COUNT", "1");
        all.put("GIT_CONFIG_KEY_0", "core.fsmonitor");
        all.put("GIT_CONFIG_VALUE_0", script);
        return all;
    }

    /** What ran outside, by name; empty if nothing did. */
    public List<String> caught() throws IOException {
        return Files.exists(mark) ? Files.readAllLines(mark) : List.of();
    }

    /** Shows that the files do what they are for: a program that is given the library notes itself. */
    public void provesItself() throws IOException, InterruptedException {
        ProcessBuilder victim = new ProcessBuilder("/usr/bin/true");
        if (hasLibrary()) {
            victim.environment().put("LD_PRELOAD", project.resolve("evil.so").toString());
        } else {
            victim.command("/bin/sh", project.resolve("evil.sh").toString());
        }
        assertThat(victim.start().waitFor()).isZero();
        assertThat(caught()).isNotEmpty();
        Files.write(mark, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
}
