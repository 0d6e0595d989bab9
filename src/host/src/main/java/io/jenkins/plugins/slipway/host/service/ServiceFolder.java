package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of one service of an environment are. Nobody but the daemon's user may enter. */
record ServiceFolder(Path root) {

    String name() {
        return root.getFileName().toString();
    }

    Path state() {
        return root.resolve("service.json");
    }

    Path data() {
        return root.resolve("data");
    }

    /** Data that is being made; of no use until it is renamed. */
    Path partial() {
        return root.resolve("data.partial");
    }

    /** The daemon's own account, for programs that read passwords from a file. */
    Path passwords() {
        return root.resolve("passwords");
    }

    Path settings() {
        return root.resolve("settings.conf");
    }

    void make() throws IOException {
        if (!Files.isDirectory(root)) {
            PrivateFiles.createDirectories(root);
        }
    }
}
