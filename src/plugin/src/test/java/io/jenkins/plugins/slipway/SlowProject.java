package io.jenkins.plugins.slipway;

import hudson.FilePath;
import java.io.IOException;

/** A project whose build takes long enough for a controller to come and go. */
final class SlowProject {
    private SlowProject() {}

    static void writeTo(FilePath workspace, int seconds) throws IOException, InterruptedException {
        workspace.child(".slipway").mkdirs();
        workspace.child(".slipway/config.yaml").write("""
                        applications:
                          app:
                            type: java:17
                            source: { root: app }
                            hooks:
                              build: |
                                echo the hook began
                                sleep %d
                                echo the hook ended
                                echo built > result.txt
                            web: { commands: { start: sleep 3600 } }
                        """.formatted(seconds), "UTF-8");
        workspace.child("app").mkdirs();
        workspace.child("app/source.txt").write("1", "UTF-8");
    }
}
