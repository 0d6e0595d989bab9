package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.build.credential.CredentialKind;
import io.jenkins.plugins.slipway.engine.build.credential.Credentials;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The usual first step of a build, before the build hook.
 *
 * @param script what is run
 * @param programs what it needs on the machine
 * @param reason a clause that says why it is run
 */
public record Flavor(String script, List<String> programs, String reason) {
    private static final Set<String> KNOWN = Set.of("default", "none", "composer", "symfony", "drupal");
    private static final String NPM = "npm prune --userconfig .npmrc && npm install --userconfig .npmrc\n";
    private static final String COMPOSER =
            "composer --no-ansi --no-interaction install --no-progress --prefer-dist --optimize-autoloader\n";

    /** What {@code build.flavor} may be without being remarked on. */
    public static boolean isKnown(String flavor) {
        return KNOWN.contains(flavor);
    }

    /**
     * The step for an application; none if it asks for none or there is nothing to install.
     *
     * @param sources where its files are
     */
    public static Optional<Flavor> of(ApplicationConfig application, Path sources) {
        String language = application.language();
        String wanted = application.flavor();
        boolean usual = wanted.equals("default");
        if (usual && language.equals("nodejs") && Files.isRegularFile(sources.resolve("package.json"))) {
            // The option would keep npm from the user's file.
            String script = Credentials.declared(application).contains(CredentialKind.NPM)
                    ? NPM.replace(" --userconfig .npmrc", "")
                    : NPM;
            return Optional.of(new Flavor(script, List.of("node", "npm"), "there is a package.json"));
        }
        boolean composer = wanted.equals("composer") || wanted.equals("symfony") || wanted.equals("drupal");
        if ((usual && language.equals("php") || composer) && Files.isRegularFile(sources.resolve("composer.json"))) {
            return Optional.of(new Flavor(COMPOSER, List.of("php", "composer"), "there is a composer.json"));
        }
        return Optional.empty();
    }
}
