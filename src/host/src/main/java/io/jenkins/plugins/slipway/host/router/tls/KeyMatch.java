package io.jenkins.plugins.slipway.host.router.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a key is a certificate's: what it signs, the certificate confirms. */
final class KeyMatch {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final byte[] TEXT = "slipway".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    /** @throws IllegalArgumentException if the key is another's */
    static void check(X509Certificate certificate, Path key) throws IOException, GeneralSecurityException {
        String kind = certificate.getPublicKey().getAlgorithm();
        String signature = switch (kind) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> kind;
        };
        Matcher pem = PEM.matcher(Files.readString(key));
        if (!pem.find()) {
            throw new IllegalArgumentException("there is no ‘BEGIN PRIVATE KEY’ in " + key);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
        try {
            PrivateKey own = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            Signature made = Signature.getInstance(signature);
            made.initSign(own);
            made.update(TEXT);
            byte[] signed = made.sign();
            Signature seen = Signature.getInstance(signature);
            seen.initVerify(certificate.getPublicKey());
            seen.update(TEXT);
            if (seen.verify(signed)) {
                return;
            }
        } catch (java.security.spec.InvalidKeySpecException | java.security.InvalidKeyException e) {
            throw new IllegalArgumentException("the key is of another type than the certificate", e);
        }
        throw new IllegalArgumentException("the key does not belong to the certificate");
    }
}
