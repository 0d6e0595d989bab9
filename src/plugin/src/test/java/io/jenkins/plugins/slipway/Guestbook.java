package io.jenkins.plugins.slipway;

import hudson.FilePath;
import hudson.model.TaskListener;
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

    /** Ends the daemon that steps on the built-in node have started, and all that it serves. */
    static void stopHost() throws IOException, InterruptedException {
        Path root = Jenkins.get().getRootDir().toPath();
        FilePath jar = new FilePath(root.resolve("caches/slipway").toFile());
        if (!jar.exists()) {
            return;
        }
        for (FilePath command : jar.list("*.jar")) {
            new hudson.Launcher.LocalLauncher(TaskListener.NULL)
                    .launch()
                    .cmds(
                            System.getProperty("java.home") + "/bin/java",
                            "-jar",
                            command.getRemote(),
                            "host",
                            "stop",
                            "--home",
                            root.resolve("slipway-agent").toString())
                    .join();
        }
    }
}
