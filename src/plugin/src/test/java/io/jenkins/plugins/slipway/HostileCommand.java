package io.jenkins.plugins.slipway;

import hudson.FilePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A process of an agent that answers as whoever owns the agent likes: it prints the file {@code result} of the workspace, writes its
 * file {@code changes} where the command writes its changes, and ends well. Runs alone in the jar that {@link #jar()} makes of it.
 */
final class HostileCommand {
    private HostileCommand() {}

    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        Path step = Path.of(words.get(words.indexOf("--step") + 1));
        Path changes = Path.of("changes");
        if (Files.exists(changes)) {
            Files.copy(changes, step.resolve("changes.jsonl"));
        }
        Files.copy(Path.of("result"), System.out);
        System.out.flush();
    }

    /** Puts it in the place of the command on the workspace's agent. */
    static void putOn(FilePath workspace) throws IOException, InterruptedException {
        workspace.mkdirs();
        AgentTool.jar(workspace).copyFrom(new ByteArrayInputStream(jar()));
    }

    /** What it is to answer with next. */
    static void say(FilePath workspace, String result, String... changes) throws IOException, InterruptedException {
        workspace.child("result").write(result, "UTF-8");
        workspace.child("changes").write(changes.length == 0 ? "" : String.join("\n", changes) + "\n", "UTF-8");
    }

    private static byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, HostileCommand.class.getName());
        String name = HostileCommand.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream code = Objects.requireNonNull(
                        HostileCommand.class.getClassLoader().getResourceAsStream(name), name)) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
