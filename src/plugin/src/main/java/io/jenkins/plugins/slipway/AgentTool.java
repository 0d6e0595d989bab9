package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The {@code slipway} command on an agent: sent once, named by its digest, found again by every later step. */
final class AgentTool {
    private static final String HOME = "slipway-agent";
    private static final String RESOURCE = "slipway.jar";

    private AgentTool() {}

    /** The command's jar on the workspace's node. */
    @NonNull
    static FilePath jar(@NonNull FilePath workspace) throws IOException, InterruptedException {
        FilePath folder = root(workspace).child("caches/slipway");
        FilePath jar = folder.child("slipway-" + Holder.DIGEST + ".jar");
        if (!jar.exists()) {
            folder.mkdirs();
            FilePath part = folder.child(UUID.randomUUID() + ".part");
            part.copyFrom(resource());
            try {
                part.renameTo(jar);
            } catch (IOException e) {
                part.delete();
                if (!jar.exists()) {
                    throw e;
                }
                // Another step was faster, and has put the very same there.
            }
        }
        return jar;
    }

    /** Where environments, caches and artifacts lie on the workspace's node. */
    @NonNull
    static FilePath home(@NonNull FilePath workspace) throws IOException {
        return root(workspace).child(HOME);
    }

    /** The same, below a node's root folder. */
    @NonNull
    static FilePath homeBelow(@NonNull FilePath root) {
        return root.child(HOME);
    }

    private static FilePath root(FilePath workspace) throws IOException {
        Computer computer = workspace.toComputer();
        Node node = computer == null ? null : computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            throw new GoneException(
                    "The agent of workspace " + workspace.getRemote() + " is gone; run the step again when it is back");
        }
        return root;
    }

    /**
     * Whether what failed on an agent was not the connection. One that broke is never whole again, so it is asked once more over the
     * very same: Jenkins itself may notice only later that the agent is gone.
     */
    static boolean isConnected(@NonNull FilePath workspace) throws InterruptedException {
        try {
            workspace.exists();
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** The node has no connection, or is none any more. */
    static final class GoneException extends AbortException {
        private static final long serialVersionUID = 1L;

        GoneException(@NonNull String message) {
            super(message);
        }
    }

    private static URL resource() {
        URL url = AgentTool.class.getResource(RESOURCE);
        if (url == null) {
            throw new IllegalStateException("The plugin does not hold " + RESOURCE);
        }
        return url;
    }

    private static final class Holder {
        static final String DIGEST = digest();

        private static String digest() {
            try {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                try (InputStream jar = new DigestInputStream(resource().openStream(), sha256)) {
                    jar.transferTo(OutputStream.nullOutputStream());
                }
                return HexFormat.of().formatHex(sha256.digest(), 0, 16);
            } catch (IOException | NoSuchAlgorithmException e) {
                throw new IllegalStateException("Cannot read " + RESOURCE, e);
            }
        }
    }
}
