package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.name.HostName;
import io.jenkins.plugins.slipway.host.router.tls.Certificate;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList.PemPair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "certificate",
        description = "Sets the certificate of a domain, or lists those that are set. The router takes encrypted"
                + " connections as long as there is one, and notices when its files change.",
        footer = {
            "",
            "Example: slipway host certificate shop.example.com --certificate fullchain.pem --key privkey.pem --port 443",
            "         slipway host certificate shop.example.com --remove"
        })
final class CertificateVerb extends Verb {
    @Parameters(
            paramLabel = "DOMAIN",
            arity = "0..1",
            description = "The host name; *.example.com for all directly below.")
    private @Nullable String domain;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "PEM file with the certificate and those of its issuers.")
    private @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "PEM file with its key in PKCS #8, which only its owner may read.")
    private @Nullable Path key;

    @Option(names = "--port", paramLabel = "N", description = "Port for encrypted connections; 8443 unless set once.")
    private @Nullable Integer port;

    @Option(names = "--remove", description = "Removes the certificate of the domain.")
    private boolean remove;

    @Override
    protected int run(Session session) throws IOException {
        Path file = new HostHome(session.home()).certificates();
        CertificateList before = CertificateList.read(file);
        CertificateList after = changed(before);
        if (!after.equals(before)) {
            session.writableHome();
            after.write(file);
        }
        print(session, after);
        return ExitCode.DONE;
    }

    private CertificateList changed(CertificateList before) {
        CertificateList result = before;
        if (port != null) {
            if (port < 1 || port > 65535) {
                throw new BadInputException("--port " + port + ": give a number from 1 to 65535.");
            }
            result = result.at(port);
        }
        if (domain == null) {
            if (certificate != null || key != null || remove) {
                throw new BadInputException("The domain is missing: ‘slipway host certificate DOMAIN …’.");
            }
            return result;
        }
        String name = HostName.canonical(domain);
        if (!name.matches("(\\*\\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new BadInputException("‘" + domain + "’ is not the name of a host.");
        }
        if (remove) {
            if (!before.domains().containsKey(name)) {
                throw new BadInputException("There is no certificate for ‘" + name + "’ to remove.");
            }
            return result.without(name);
        }
        if (certificate == null || key == null) {
            throw new BadInputException("Give both files: --certificate FILE --key FILE. ‘--remove’ takes them away.");
        }
        PemPair pair = new PemPair(
                certificate.toAbsolutePath().normalize().toString(),
                key.toAbsolutePath().normalize().toString());
        Certificate loaded = Certificate.load(pair);
        if (loaded.hasEnded(Clock.systemUTC())) {
            throw new BadInputException("the certificate " + certificate + " expired on " + loaded.until() + ".");
        }
        if (!loaded.isFor(name)) {
            throw new BadInputException("the certificate " + certificate + " is for "
                    + String.join(", ", loaded.names()) + ", not for " + name + ".");
        }
        return result.with(name, pair);
    }

    private static void print(Session session, CertificateList list) {
        ObjectNode document = Json.object().put("port", list.port());
        ArrayNode domains = document.putArray("domains");
        TreeMap<String, PemPair> sorted = new TreeMap<>(list.domains());
        sorted.forEach((name, pair) -> domains.add(Json.object()
                .put("name", name)
                .put("certificate", pair.certificate())
                .put("key", pair.key())
                .put("state", state(name, pair))));
        answer(session, document, () -> {
            if (sorted.isEmpty()) {
                session.out().println("No domain has a certificate: nothing is encrypted.");
            } else {
                session.out().println("Encrypted connections are taken at port " + list.port() + ":");
                sorted.forEach((name, pair) -> session.out().println("  " + name + ": " + state(name, pair)));
            }
        });
    }

    private static String state(String name, PemPair pair) {
        try {
            Certificate loaded = Certificate.load(pair);
            return (loaded.hasEnded(Clock.systemUTC()) ? "ended on " : "until ")
                    + loaded.until()
                    + (loaded.isFor(name) ? "" : ", but for other names");
        } catch (BadInputException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
