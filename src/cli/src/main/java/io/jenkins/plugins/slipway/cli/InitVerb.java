package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.init.DetectedApplication;
import io.jenkins.plugins.slipway.cli.init.FirstConfig;
import io.jenkins.plugins.slipway.cli.init.RepositoryScan;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.ProblemLines;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.build.tool.InstalledRuntimes;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "init",
        description = {
            "Writes a first .slipway/config.yaml from what it finds: the files of Upsun or Platform.sh, package.json, pom.xml,"
                    + " composer.json, requirements.txt, pyproject.toml, index.html; in the project's folder, or in those below it.",
            "It runs nothing of the project, and never overwrites a configuration."
        },
        footer = {"", "Example: slipway init --dry-run"})
final class InitVerb extends Verb {
    private static final String FILE = ".slipway/config.yaml";

    @Option(names = "--dry-run", description = "Prints the configuration, and writes nothing.")
    private boolean dryRun;

    @Override
    protected int run(Session session) throws Exception {
        Path directory = session.directory();
        Path file = directory.resolve(FILE);
        if (!dryRun && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(file);
        }
        List<DetectedApplication> found = List.of();
        String text;
        if (Files.exists(file) || !isDeclared(directory)) {
            found = RepositoryScan.of(
                    directory,
                    InstalledRuntimes.of(
                            directory,
                            session.processEnvironment().env(),
                            LocalProcessRunner.create(),
                            session.home()));
            if (found.isEmpty()) {
                throw new BadInputException(directory + ": no application was recognised. Begin with the example in"
                        + " docs/configuration.md, or with one of the folders in examples/.");
            }
            text = FirstConfig.whole(name(session), found);
        } else {
            text = FirstConfig.beside(platform(directory), session.config());
        }
        if (!dryRun) {
            write(file, text);
        }
        answer(session, document(text, found), () -> show(session, text));
        return ExitCode.DONE;
    }

    private void show(Session session, String text) {
        if (dryRun) {
            session.out().print(text);
            return;
        }
        ProjectConfig written = session.fresh();
        new ProblemLines(session.processEnvironment().errStyle())
                .print(
                        ValidateVerb.checks(session, written),
                        session.processEnvironment().err());
        session.out()
                .println(session.style().good("Wrote " + FILE) + " with "
                        + (written.order().size() == 1 ? "application " : "applications ")
                        + String.join(", ", written.order()) + ".");
        session.out().println("  Look through it, then: slipway build && slipway deploy staging");
    }

    private static String name(Session session) {
        String given = session.givenProject();
        return given == null ? ConfigReader.nameOf(session.directory()) : given;
    }

    /** Whether applications are declared already, well or badly. */
    private static boolean isDeclared(Path directory) {
        return ConfigReader.problems(directory).stream()
                .noneMatch(problem -> problem.rule().equals("no-application"));
    }

    private static String platform(Path directory) {
        return Files.isDirectory(directory.resolve(".upsun")) ? "Upsun" : "Platform.sh";
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // A part of the repository, for everybody who may read that, whatever the umask that protects the state.
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        }
    }

    private static BadInputException exists(Path file) {
        return new BadInputException(
                file + " is there already and is never overwritten. Edit it, or see by ‘slipway init"
                        + " --dry-run’ what would be written.");
    }

    private ObjectNode document(String text, List<DetectedApplication> found) {
        ObjectNode document = Json.object().put("dryRun", dryRun).put("file", FILE);
        ArrayNode applications = document.putArray("applications");
        found.forEach(each -> applications
                .addObject()
                .put("name", each.name())
                .put("root", each.root())
                .put("type", each.type())
                .put("from", each.from()));
        return document.put("text", text);
    }
}
