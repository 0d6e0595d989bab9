package io.jenkins.plugins.slipway;

import hudson.FilePath;
import java.io.IOException;

/** A project whose build, deployment and gate each take long enough for a controller to be killed and to come back. */
final class SlowEverywhere {
    private SlowEverywhere() {}

    static void writeTo(FilePath workspace, int seconds) throws IOException, InterruptedException {
        workspace.child(".slipway").mkdirs();
        workspace.child(".slipway/config.yaml").write("""
                        project: slow
                        applications:
                          app:
                            type: java:17
                            source: { root: app }
                            mounts:
                              kept: { source: storage, source_path: kept }
                            hooks:
                              build: |
                                echo the build began
                                sleep %1$d
                                echo built > result.txt
                              deploy: |
                                echo once >> kept/deployed
                                echo "the deployment began, time $(wc -l < kept/deployed | tr -d ' ')"
                                sleep %1$d
                            web:
                              commands: { start: exec python3 -m http.server $PORT }
                        environments:
                          staging: { type: staging }
                        gates:
                          staging:
                            tests:
                              - { run: ./judge, junit: report.xml }
                            rules:
                              - { metric: tests.failed, max: 0 }
                        """.formatted(seconds), "UTF-8");
        workspace.child("app").mkdirs();
        workspace.child("app/source.txt").write("1", "UTF-8");
        workspace.child("judge").write("""
                        #!/bin/sh
                        echo once >> judged
                        echo "the gate began, time $(wc -l < judged | tr -d ' ')"
                        sleep %d
                        echo '<testsuite name="s"><testcase classname="c" name="t"/></testsuite>' > report.xml
                        """.formatted(seconds), "UTF-8");
        workspace.child("judge").chmod(0755);
    }
}
