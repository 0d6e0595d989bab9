package io.jenkins.plugins.slipway;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The values of a step's credentials. Never stored: after a restart they are looked up again. */
final class HookSecrets {
    /** The longest value that Linux takes for a variable is 128 KiB, its name included. */
    private static final int LONGEST_FILE = 100 << 10;

    private final Map<String, String> hidden = new TreeMap<>();
    private final Map<String, String> open = new TreeMap<>();

    private HookSecrets() {}

    /**
     * Looks the credentials up where the run's job may use them, and notes that it does.
     *
     * @throws AbortException if one is not there, cannot be given to hooks, or needs a variable that is taken
     */
    @NonNull
    static HookSecrets of(@NonNull List<HookCredential> wanted, @NonNull Run<?, ?> run)
            throws IOException, InterruptedException {
        HookSecrets secrets = new HookSecrets();
        for (HookCredential each : wanted) {
            StandardCredentials found =
                    CredentialsProvider.findCredentialById(each.getId(), StandardCredentials.class, run, List.of());
            if (found == null) {
                throw new AbortException("There is no credential ‘" + each.getId() + "’ that ‘"
                        + run.getParent().getFullName() + "’ may use; add it to Jenkins or to a folder of the job, or"
                        + " correct its id in the step’s option ‘credentials’");
            }
            CredentialsProvider.track(run, found);
            secrets.add(each.getVariable(), found);
        }
        try {
            Secrets.of(secrets.hidden, secrets.open);
        } catch (BadInputException e) {
            throw new AbortException("Option ‘credentials’: " + e.getMessage());
        }
        return secrets;
    }

    static boolean usable(@CheckForNull Object credential) {
        return credential instanceof StringCredentials
                || credential instanceof StandardUsernamePasswordCredentials
                || credential instanceof FileCredentials
                || credential instanceof SSHUserPrivateKey;
    }

    private void add(String variable, StandardCredentials found) throws IOException {
        if (found instanceof StringCredentials text) {
            hide(variable, text.getSecret());
        } else if (found instanceof StandardUsernamePasswordCredentials login) {
            hide(variable, login.getUsername() + ":" + Secret.toString(login.getPassword()));
            hide(variable + "_PSW", login.getPassword());
            put(login.isUsernameSecret() ? hidden : open, variable + "_USR", login.getUsername());
        } else if (found instanceof FileCredentials file) {
            hide(variable, content(file));
        } else if (found instanceof SSHUserPrivateKey key) {
            hide(variable, String.join("\n", key.getPrivateKeys()));
            Secret passphrase = key.getPassphrase();
            if (passphrase != null) {
                hide(variable + "_PSW", passphrase);
            }
            put(key.isUsernameSecret() ? hidden : open, variable + "_USR", key.getUsername());
        } else {
            throw new AbortException("Credential ‘" + found.getId() + "’ is of a kind that hooks cannot be given ("
                    + found.getDescriptor().getDisplayName()
                    + "); use a secret text, a username with password, a secret file or an SSH key");
        }
    }

    private void hide(String variable, Secret value) throws AbortException {
        hide(variable, value.getPlainText());
    }

    private void hide(String variable, String value) throws AbortException {
        put(hidden, variable, value);
    }

    private void put(Map<String, String> values, String variable, String value) throws AbortException {
        if (hidden.containsKey(variable) || open.containsKey(variable)) {
            throw new AbortException(
                    "Option ‘credentials’: two of them have the variable ‘" + variable + "’; give each one of its own");
        }
        if (!value.isEmpty()) {
            values.put(variable, value);
        }
    }

    private static String content(FileCredentials file) throws IOException {
        try (InputStream stream = file.getContent()) {
            byte[] bytes = stream.readNBytes(LONGEST_FILE + 1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (bytes.length > LONGEST_FILE || text.indexOf('\0') >= 0) {
                throw new CharacterCodingException();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new AbortException("Credential ‘" + file.getId() + "’ is a file that no variable can hold: hooks get"
                    + " text of at most " + LONGEST_FILE + " bytes");
        }
    }

    /** For the environment of the command's own process, which gives them to nobody but the hooks. */
    @NonNull
    EnvVars variables() {
        EnvVars variables = new EnvVars();
        variables.putAll(open);
        variables.putAll(hidden);
        return variables;
    }

    /** The command's options, which name the variables. */
    @NonNull
    List<String> options() {
        List<String> options = new ArrayList<>();
        hidden.keySet().forEach(name -> options.addAll(List.of("--secret-env", name)));
        open.keySet().forEach(name -> options.addAll(List.of("--hook-env", name)));
        return options;
    }

    /** What must not be seen. */
    @NonNull
    List<String> hidden() {
        return List.copyOf(hidden.values());
    }
}
