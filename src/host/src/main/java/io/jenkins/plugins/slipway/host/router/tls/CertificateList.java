package io.jenkins.plugins.slipway.host.router.tls;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Which certificate is for which domain: a file of the host's own, as keys are the machine's matter and not the repository's.
 *
 * @param port for encrypted connections
 * @param domains files by host name; {@code *.example.com} stands for names with one word before the first dot
 */
public record CertificateList(int port, Map<String, PemPair> domains) {
    /** Where encrypted connections are taken unless another port is chosen. */
    public static final int USUAL_PORT = 8443;

    /** Nothing is encrypted. */
    public static final CertificateList NONE = new CertificateList(USUAL_PORT, Map.of());

    public CertificateList {
        domains = Map.copyOf(domains);
    }

    /**
     * @param certificate path of a PEM file: the certificate, then those of its issuers
     * @param key path of a PEM file with its key, which only its owner may read
     */
    public record PemPair(String certificate, String key) {}

    /**
     * Reads the list; {@link #NONE} if there is no file.
     *
     * @throws BadInputException if it is not such a list
     */
    public static CertificateList read(Path file) {
        try {
            return Files.exists(file)
                    ? HostJson.MAPPER.readValue(Files.readAllBytes(file), CertificateList.class)
                    : NONE;
        } catch (IOException | JacksonException e) {
            throw new BadInputException(
                    "the list of certificates " + file + " cannot be read (" + e.getMessage()
                            + "). Remove it, and name the certificates again with ‘slipway host certificate’",
                    e);
        }
    }

    public void write(Path file) throws IOException {
        PrivateFiles.createParent(file);
        AtomicFile.write(file, HostJson.MAPPER.writeValueAsBytes(this));
    }

    public CertificateList with(String domain, PemPair files) {
        Map<String, PemPair> more = new LinkedHashMap<>(domains);
        more.put(domain, files);
        return new CertificateList(port, more);
    }

    public CertificateList without(String domain) {
        Map<String, PemPair> fewer = new LinkedHashMap<>(domains);
        fewer.remove(domain);
        return new CertificateList(port, fewer);
    }

    public CertificateList at(int otherPort) {
        return new CertificateList(otherPort, domains);
    }
}
