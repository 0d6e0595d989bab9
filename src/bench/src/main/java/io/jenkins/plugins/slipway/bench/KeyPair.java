package io.jenkins.plugins.slipway.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A certificate that openssl has made for the name that all use here, and its key. */
record KeyPair(Path certificate, Path key) {
    static final String NAME = "bench.example";

    static KeyPair make(Path folder) throws Exception {
        KeyPair pair = new KeyPair(folder.resolve("bench.crt"), folder.resolve("bench.key"));
        if (!Files.exists(pair.key())) {
            Shell.exec(
                    folder,
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "3650",
                    "-subj",
                    "/CN=" + NAME,
                    "-addext",
                    "subjectAltName=DNS:" + NAME,
                    "-keyout",
                    pair.key().toString(),
                    "-out",
                    pair.certificate().toString());
            Files.setPosixFilePermissions(pair.key(), PosixFilePermissions.fromString("rw-------"));
        }
        return pair;
    }
}
