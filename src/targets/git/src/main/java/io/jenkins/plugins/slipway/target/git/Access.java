package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a repository is reached with. A token goes to Git by its question for a password, in a variable of the process; it is never in an
 * address, an argument or a file.
 */
final class Access {
    private static final List<String> PASSED_ON = List.of(
            "PATH",
            "HOME",
            "XDG_CONFIG_HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "SSH_AUTH_SOCK",
            "SSH_AGENT_PID",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_SSL_CAINFO",
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_NOSYSTEM",
            "http_proxy",
            "https_proxy",
            "HTTPS_PROXY",
            "no_proxy",
            "NO_PROXY",
            "ALL_PROXY");
    private static final String ASKPASS = """
            #!/bin/sh
            case "$1" in
                Username*) printf '%s\\n' "$SLIPWAY_SITE_USER" ;;
                *) printf '%s\\n' "$SLIPWAY_SITE_TOKEN" ;;
            esac
            """;

    private final Site site;
    private final Map<String, String> variables;
    private final String token;
    private final Secrets secrets;

    /**
     * @param variables of whoever deploys
     * @throws RefusedException if a variable that the site names is not there
     */
    Access(Site site, Map<String, String> variables) {
        this.site = site;
        this.variables = variables;
        String named = site.access().token();
        this.token = named == null ? "" : required(named, "token", variables);
        if (!token.isEmpty() && site.repository().startsWith("http://") && !isLoopback(site.repository())) {
            throw new RefusedException("The token of " + site.name()
                    + " would travel unencrypted. Write the address with https://. Nothing was changed");
        }
        this.secrets = token.isEmpty() ? Secrets.none() : Secrets.of(Map.of("TOKEN", token), Map.of());
    }

    private static boolean isLoopback(String address) {
        return address.matches("http://(127\\.[0-9.]+|localhost|\\[::1\\])(:[0-9]+)?/.*");
    }

    private static String required(String name, String what, Map<String, String> variables) {
        String value = variables.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new RefusedException("The " + what + " of the Git target was looked for in the variable " + name
                    + ", which is not set. Set it, then run the command again. Nothing was changed");
        }
        return value;
    }

    /** The whole environment of a Git that talks to the server. */
    Map<String, String> environment(Path folder) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String name : PASSED_ON) {
            String value = variables.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LC_ALL", "C");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_CEILING_DIRECTORIES", folder.toAbsolutePath().toString());
        environment.put("SSH_ASKPASS_REQUIRE", "never");
        if (!token.isEmpty()) {
            environment.put("GIT_ASKPASS", askpass(folder).toString());
            environment.put("SLIPWAY_SITE_USER", site.access().username());
            environment.put("SLIPWAY_SITE_TOKEN", token);
        } else {
            environment.put("GIT_ASKPASS", "true");
        }
        String key = site.access().key();
        if (key != null) {
            environment.put(
                    "GIT_SSH_COMMAND",
                    environment.getOrDefault("GIT_SSH_COMMAND", "ssh") + " -o BatchMode=yes -o IdentitiesOnly=yes -i "
                            + quoted(required(key, "key", variables)));
        } else if (!environment.containsKey("GIT_SSH")) {
            environment.put(
                    "GIT_SSH_COMMAND", environment.getOrDefault("GIT_SSH_COMMAND", "ssh") + " -o BatchMode=yes");
        }
        return environment;
    }

    /** Options of a Git that talks to the server. */
    List<String> options() {
        List<String> options = new ArrayList<>(List.of("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0"));
        options.addAll(List.of("-c", "protocol.ext.allow=never", "-c", "push.followTags=false"));
        options.addAll(List.of("-c", "push.gpgSign=false", "-c", "core.askPass="));
        if (!token.isEmpty()) {
            // Nobody else is to be asked for it, or to keep it.
            options.addAll(List.of("-c", "credential.helper="));
        }
        return options;
    }

    private static Path askpass(Path folder) throws IOException {
        Path file = folder.resolve("askpass");
        if (!Files.exists(file)) {
            PrivateFiles.write(file, ASKPASS.getBytes(StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return file;
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }

    /** The same text without the token. */
    String masked(String text) {
        return secrets.isEmpty() ? text : secrets.mask(text);
    }

    /** Where credentials were looked for, for a message. */
    String lookedFor() {
        String named = site.access().token();
        String key = site.access().key();
        if (named != null) {
            return "The token is the one in the variable " + named + ".";
        }
        if (key != null) {
            return "The key is the one that the variable " + key + " names.";
        }
        return site.repository().startsWith("http")
                ? "Git’s own helpers were asked; ‘token’ names a variable that holds one."
                : "The agent and ~/.ssh were asked; ‘key’ names a variable with the path of a key.";
    }
}
