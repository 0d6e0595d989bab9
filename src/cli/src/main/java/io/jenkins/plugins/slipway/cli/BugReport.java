package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Slipway;
import io.jenkins.plugins.slipway.cli.session.Version;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes down what nobody foresaw, so that the user need not look at it. */
final class BugReport {
    private BugReport() {}

    /** What to tell the user: that it is a bug of ours and where the details are. */
    static String write(Throwable problem, List<String> args, Slipway slipway, ProcessEnvironment processEnvironment) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println("slipway " + Version.text());
        writer.println("command: slipway " + String.join(" ", args));
        writer.println("java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        writer.println("system: " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        writer.println("time: " + processEnvironment.clock().instant());
        problem.printStackTrace(writer);
        String what = "This is a bug of Slipway, not of your project: " + problem + ". ";
        try {
            Path folder = PrivateFiles.createDirectories(slipway.home().resolve("bugs"));
            Path file = Files.createTempFile(folder, "bug-", ".txt");
            PrivateFiles.writeString(file, slipway.secrets().mask(text.toString()));
            return what + "Details are in " + file + "; please send them with your report.";
        } catch (IOException | RuntimeException e) {
            return what + "Details:" + System.lineSeparator() + text;
        }
    }
}
