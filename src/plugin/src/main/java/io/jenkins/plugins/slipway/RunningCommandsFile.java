package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.AtomicFileWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The commands that may be at work, in {@code slipway/commands} in the Jenkins home: one a line, as Java writes objects. */
final class RunningCommandsFile {
    private static final Logger LOGGER = Logger.getLogger(RunningCommandsFile.class.getName());

    private static Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("slipway");
    }

    private static Path file() {
        return folder().resolve("commands");
    }

    /** Those that were written; without one that cannot be read, such as after the plugin was changed. */
    @NonNull
    List<RunningCommand> read() {
        List<RunningCommand> commands = new ArrayList<>();
        Path file = file();
        try {
            for (String line :
                    Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.<String>of()) {
                commands.add(command(line));
            }
        } catch (IOException | ClassNotFoundException | IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, e, () -> "The commands at work cannot all be read from " + file);
        }
        return commands;
    }

    void write(@NonNull List<RunningCommand> commands) {
        Path file = file();
        try {
            Files.createDirectories(folder());
            try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.US_ASCII)) {
                try {
                    for (RunningCommand command : commands) {
                        writer.write(line(command));
                        writer.write('\n');
                    }
                    writer.commit();
                } finally {
                    writer.abort();
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The commands at work cannot be written to " + file);
        }
    }

    private static String line(RunningCommand command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(command);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static RunningCommand command(String line) throws IOException, ClassNotFoundException {
        byte[] bytes = Base64.getDecoder().decode(line);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(
                            description.getName(), false, Jenkins.get().getPluginManager().uberClassLoader);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(description);
                }
            }
        }) {
            return (RunningCommand) in.readObject();
        }
    }
}
