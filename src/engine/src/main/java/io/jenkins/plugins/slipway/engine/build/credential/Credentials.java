package io.jenkins.plugins.slipway.engine.build.credential;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an application's build gets of its user's settings for private package indexes: those that it declares, each file alone, never the
 * home that it lies in.
 */
public final class Credentials {
    private static final Path SHOWN_AT = Path.of("/run/credentials");
    private static final long LARGEST = 1 << 20;

    private final List<CredentialKind> kinds;
    private final Map<String, Path> files;
    private final Map<String, String> variables;
    private final Secrets secrets;

    private Credentials(
            List<CredentialKind> kinds, Map<String, Path> files, Map<String, String> variables, Secrets secrets) {
        this.kinds = kinds;
        this.files = files;
        this.variables = variables;
        this.secrets = secrets;
    }

    public static Credentials none() {
        return new Credentials(List.of(), Map.of(), Map.of(), Secrets.none());
    }

    /** What is missing of a declared kind, with what to do. */
    public record Lack(String what, String next) {}

    public static List<CredentialKind> declared(ApplicationConfig application) {
        List<CredentialKind> kinds = new ArrayList<>();
        application
                .section()
                .path("build")
                .path("credentials")
                .values()
                .forEach(kind -> kinds.add(CredentialKind.of(kind.asString(""))));
        return kinds;
    }

    /** What this machine lacks, by the number of the kind in the declared list. */
    public static SortedMap<Integer, Lack> lacks(ApplicationConfig application, Map<String, String> caller) {
        SortedMap<Integer, Lack> lacks = new TreeMap<>();
        List<CredentialKind> kinds = declared(application);
        for (int i = 0; i < kinds.size(); i++) {
            CredentialKind kind = kinds.get(i);
            Map<String, Path> found = kind.find(caller);
            if (found.isEmpty()
                    && !(kind == CredentialKind.COMPOSER
                            && !composerAuth(caller).isEmpty())) {
                lacks.put(
                        i,
                        new Lack(
                                "the build is to have the credentials of ‘" + kind.key() + "’, and "
                                        + kind.expected(caller) + " is not there",
                                "put the file there, or take ‘" + kind.key() + "’ out of the list"));
            }
            for (Path file : found.values()) {
                if (!Files.isReadable(file)) {
                    lacks.put(i, new Lack("this user cannot read " + file, "give this user the right to read it"));
                }
            }
        }
        return lacks;
    }

    /** The declared ones, read now. */
    public static Credentials of(ApplicationConfig application, Map<String, String> caller) throws IOException {
        List<CredentialKind> kinds = declared(application);
        Map<String, Path> files = new LinkedHashMap<>();
        kinds.forEach(kind -> kind.find(caller).forEach(files::putIfAbsent));
        Map<String, String> hidden = new TreeMap<>();
        Map<String, String> variables = new TreeMap<>();
        List<String> texts = new ArrayList<>();
        for (Path file : files.values()) {
            if (Files.size(file) > LARGEST) {
                throw new BadInputException(file + ": a file of credentials has at most 1 MiB");
            }
            texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        if (kinds.contains(CredentialKind.COMPOSER) && !composerAuth(caller).isEmpty()) {
            variables.put(CredentialKind.COMPOSER_AUTH, composerAuth(caller));
            texts.add(composerAuth(caller));
        }
        for (String text : texts) {
            CredentialText.variables(text).forEach(name -> {
                String value = caller.getOrDefault(name, "");
                if (!value.isEmpty() && Secrets.isName(name)) {
                    variables.put(name, value);
                    hidden.put(name, value);
                }
            });
            for (String secret : CredentialText.secrets(text)) {
                hidden.put(
                        "VALUE_" + hidden.size(),
                        new String(secret.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }
        return new Credentials(kinds, files, variables, Secrets.of(hidden, Map.of()));
    }

    private static String composerAuth(Map<String, String> caller) {
        return caller.getOrDefault(CredentialKind.COMPOSER_AUTH, "");
    }

    /** Values that must not be seen. */
    public Secrets secrets() {
        return secrets;
    }

    /** Places in a sandbox by file: there the build sees the user's own files, which it cannot write. */
    public Map<Path, Path> shown() {
        Map<Path, Path> shown = new LinkedHashMap<>();
        files.forEach((place, file) -> shown.putIfAbsent(file, SHOWN_AT.resolve(place)));
        return shown;
    }

    /**
     * Puts what package managers look for into the build's own home: links to what the sandbox shows, or copies where there is none, because
     * a script that adds a line must not change the user's file.
     *
     * @param home the build's home as it is here
     */
    public void lay(Path home, boolean enforced) throws IOException {
        for (Map.Entry<String, Path> each : files.entrySet()) {
            Path to = home.resolve(each.getKey());
            PrivateFiles.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.deleteIfExists(to);
            if (enforced) {
                Files.createSymbolicLink(to, SHOWN_AT.resolve(shownAs(each)));
            } else {
                PrivateFiles.write(to, Files.readAllBytes(each.getValue()));
            }
        }
    }

    private String shownAs(Map.Entry<String, Path> wanted) {
        return files.entrySet().stream()
                .filter(each -> each.getValue().equals(wanted.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(wanted.getKey());
    }

    /**
     * Adds what leads package managers there: variables that the files refer to, and the home for those that do not ask for {@code HOME}.
     *
     * @param home the build's home as the build sees it
     * @param cache what is kept between builds, as the build sees it
     */
    public void add(SortedMap<String, String> environment, Path home, Path cache) {
        variables.forEach(environment::putIfAbsent);
        if (kinds.contains(CredentialKind.MAVEN)) {
            // Java takes the home of the account, not HOME.
            environment.merge(
                    "MAVEN_OPTS",
                    "-Duser.home=" + home + " -Dmaven.repo.local=" + cache.resolve(".m2"),
                    (given, ours) -> ours + " " + given);
        }
        if (kinds.contains(CredentialKind.GRADLE)) {
            environment.putIfAbsent("GRADLE_USER_HOME", home.resolve(".gradle").toString());
        }
    }
}
