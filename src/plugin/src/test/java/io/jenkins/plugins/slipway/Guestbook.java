package io.jenkins.plugins.slipway;

import hudson.FilePath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.model.Jenkins;

/** The example that users copy, for the tests of the steps. */
final class Guestbook {
    private static final FilePath SOURCE = new FilePath(new File("../../examples/guestbook").getAbsoluteFile());

    private Guestbook() {}

    /** Puts it into a folder, such as a workspace. */
    static void copyTo(FilePath folder) throws IOException, InterruptedException {
        SOURCE.copyRecursiveTo("**/*", "**/.slipway/out/**", folder);
        for (FilePath script : folder.list("api/bin/*")) {
            script.chmod(0755);
        }
    }

    /** The pipeline that lies with it. */
    static String jenkinsfile() throws IOException, InterruptedException {
        return SOURCE.child("Jenkinsfile").readToString();
    }

    /** Ends the daemon that steps on the built-in node have started, and all that it serves. */
    static void stopHost() throws IOException, InterruptedException {
        stopHost(Jenkins.get().getRootDir().toPath());
    }

    /** Ends the daemon that steps on a node have started, and all that it serves. */
    static void stopHost(Path root) throws IOException, InterruptedException {
        FilePath jars = new FilePath(root.resolve("caches/slipway").toFile());
        if (!jars.exists()) {
            return;
        }
        for (FilePath command : jars.list("*.jar")) {
            Process stop = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-jar",
                            command.getRemote(),
                            "host",
                            "stop",
                            "--home",
                            root.resolve("slipway-agent").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stop.waitFor();
        }
    }
}
