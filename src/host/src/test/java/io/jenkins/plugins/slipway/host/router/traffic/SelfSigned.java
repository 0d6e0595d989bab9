package io.jenkins.plugins.slipway.host.router.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.tls.CertificateList;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList.PemPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Certificates that nobody has signed but their owner. */
public final class SelfSigned {
    private SelfSigned() {}

    /** A list of certificates with one of its own. */
    public static void list(Path file, int port, String domain) throws Exception {
        Path folder = Objects.requireNonNull(file.getParent());
        new CertificateList(port, Map.of(domain, pair(folder, domain))).write(file);
    }

    /** A self-made pair, by the Java Development Kit's own program. */
    public static PemPair pair(Path folder, String name) throws Exception {
        String file = name.replace("*", "star");
        Path store = folder.resolve(file + ".p12");
        if (!Files.exists(store)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "one",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + name,
                            "-ext",
                            "san=dns:" + name,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit",
                            "-J-XX:TieredStopAtLevel=1")
                    .redirectErrorStream(true)
                    .start();
            keytool.getInputStream().readAllBytes();
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        java.security.KeyStore keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = pem(
                folder.resolve(file + ".crt"),
                "CERTIFICATE",
                keys.getCertificate("one").getEncoded());
        Path key = pem(
                folder.resolve(file + ".key"),
                "PRIVATE KEY",
                keys.getKey("one", "changeit".toCharArray()).getEncoded());
        return new PemPair(certificate.toString(), key.toString());
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                        + "-----\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
