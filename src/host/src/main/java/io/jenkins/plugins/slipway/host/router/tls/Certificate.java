package io.jenkins.plugins.slipway.host.router.tls;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate with its key, read from files and looked at.
 *
 * @param names that it is for, in lower case
 * @param until when it ends
 */
public record Certificate(SslContext context, Set<String> names, Instant until) {
    private static final int DNS_NAME = 2;
    /** Any client can begin sessions; Java would keep 20,000 for a day. */
    private static final int MOST_SESSIONS = 1_000;

    /** The native library where there is one for the machine: Java's own takes many times as long for each connection and request. */
    private static final SslProvider PROVIDER = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;

    private static final int SESSION_SECONDS = 3_600;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /**
     * Reads a pair of PEM files.
     *
     * @throws BadInputException if they cannot be read, do not belong together, or others may read the key
     */
    public static Certificate load(CertificateList.PemPair files) {
        Path certificate = Path.of(files.certificate());
        Path key = Path.of(files.key());
        try {
            if (Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
                throw new BadInputException("the key " + key + " can be read or written by others than its owner ("
                        + java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(key))
                        + "). Remove that permission: ‘chmod 600 " + key + "’");
            }
            X509Certificate first = first(certificate);
            SslContext context = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(PROVIDER)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .sessionCacheSize(MOST_SESSIONS)
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
            KeyMatch.check(first, key);
            return new Certificate(context, names(first), first.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BadInputException(
                    "the certificate " + certificate + " with the key " + key + " cannot be used: " + reason(e)
                            + ". Both have to be PEM files, the key in PKCS #8 without a password (‘openssl pkcs8 -topk8"
                            + " -nocrypt’ makes it so)",
                    e);
        }
    }

    /** Whether a host name is one of the certificate's. */
    public boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }

    public boolean hasEnded(Clock clock) {
        return until.isBefore(clock.instant());
    }

    private static X509Certificate first(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends java.security.cert.Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IllegalArgumentException("there is no certificate in " + file);
            }
            return (X509Certificate) all.iterator().next();
        }
    }

    private static Set<String> names(X509Certificate certificate) throws CertificateParsingException {
        List<String> result = new ArrayList<>();
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            for (List<?> name : alternatives) {
                if (name.get(0).equals(DNS_NAME)) {
                    result.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        }
        return Set.copyOf(result);
    }

    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof java.nio.file.NoSuchFileException
                ? "there is no file " + cause.getMessage()
                : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
