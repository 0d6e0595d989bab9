package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How to run the daemon and its router with the very Java and classes that run now. */
final class DaemonCommand {
    /** The property in which the launcher names the file. */
    private static final String ARCHIVE = "slipway.archive";

    private DaemonCommand() {}

    static List<String> own() {
        return java(List.of("-Xmx256m"), HostMain.class);
    }

    /** Finds or starts the daemon of a home with it. */
    static Starter starter(HostHome home, Map<String, String> surroundings) {
        return new Starter(home, own(), surroundings);
    }

    static List<String> router() {
        return java(RouterOptions.MEMORY, HostRouterMain.class);
    }

    /** It waits for most of its life, so it gets by with little. */
    static List<String> watcher() {
        List<String> result = new ArrayList<>(java(List.of("-Xmx16m"), HostWatcherMain.class));
        result.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=16m", "-XX:-UsePerfData"));
        return result;
    }

    private static List<String> java(List<String> memory, Class<?> main) {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.add("-XX:+UseSerialGC");
        // Who has no memory left answers some and loses others: the other process starts a new one at once.
        argv.add("-XX:+ExitOnOutOfMemoryError");
        argv.addAll(archive());
        argv.addAll(memory);
        argv.addAll(List.of("-Xss512k", ListeningSocket.OPTION, "-cp", classPath(), main.getName()));
        return List.copyOf(argv);
    }

    /** The classes as the launcher had them prepared. Java does without if they are gone or of another jar by then. */
    private static List<String> archive() {
        String archive = System.getProperty(ARCHIVE, "");
        if (archive.isEmpty()) {
            return List.of();
        }
        String option = archive.endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        return List.of("-Xlog:disable", "-Xlog:all=error:stderr", option + archive, "-D" + ARCHIVE + "=" + archive);
    }

    /** Absolute, as the daemon works in another directory. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
