package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How this machine reaches the network, for package managers: its proxies, and the certificates that it trusts. These are the only
 * variables of the caller that a build gets. A proxy that asks for a password is left out, as a build sees no secret.
 */
final class NetworkSettings {
    private static final List<String> PROXIES = List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy");
    private static final List<String> CERTIFICATES = List.of(
            "NODE_EXTRA_CA_CERTS",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "PIP_CERT",
            "GIT_SSL_CAINFO");

    private NetworkSettings() {}

    /** @param enforced whether the build is in a sandbox, which does not show every file */
    static Map<String, String> of(Map<String, String> caller, boolean enforced) {
        Map<String, String> result = new TreeMap<>();
        for (String name : PROXIES) {
            for (String written : List.of(name, name.toUpperCase(Locale.ROOT))) {
                String value = caller.getOrDefault(written, "");
                if (!value.isEmpty() && value.indexOf('@') < 0) {
                    result.put(written, value);
                }
            }
        }
        for (String name : CERTIFICATES) {
            String value = caller.getOrDefault(name, "");
            if (value.startsWith("/")
                    && Files.isReadable(Path.of(value))
                    && (!enforced || Sandboxes.shows(Path.of(value)))) {
                result.put(name, value);
            }
        }
        return result;
    }
}
