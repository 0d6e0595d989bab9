package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of the machine's settings in {@code /etc} a sandbox shows: what programs need to resolve names, to check certificates, to find
 * libraries, languages, fonts and packages. An allow-list, as nobody can know where a machine keeps its secrets.
 */
final class SystemSettings {
    static final Path MACHINE = Path.of("/etc");

    private static final List<String> NAMES = List.of(
            // Users, networks, names.
            "passwd group nsswitch.conf resolv.conf hosts host.conf hostname gai.conf networks protocols services ethertypes rpc",
            "netconfig krb5.conf ldap/ldap.conf",
            // The system and its libraries.
            "ld.so.cache ld.so.conf ld.so.conf.d localtime timezone locale.alias locale.conf mtab os-release lsb-release",
            "debian_version .*-release alternatives dpkg static shells profile profile.d inputrc bash.bashrc bashrc login.defs",
            "terminfo xattr.conf crypto-policies",
            // Certificates.
            "ssl pki ca-certificates ca-certificates.conf gnutls",
            // Kinds of files, fonts, documents.
            "mime.types magic magic.mime mailcap nginx/mime.types nginx/fastcgi_params apache2/mime.types fonts X11 xml sgml",
            "dictionaries-common papersize groff manpath.config ImageMagick.* texmf glvnd vulkan OpenCL",
            // Languages and their package managers.
            "java.* openjdk.* \\.java maven mavenrc ant.* gradle.* ivy2 sbt scala.* php.* python.* pip.conf uv ruby.* gem.* perl",
            "node.* npmrc yarnrc bunfig.toml R erlang ghc dotnet mono lua.* golang rust cargo gitconfig wgetrc curlrc odbcinst.ini",
            "postgresql-common chromium.*");

    private static final Pattern SHOWN = Pattern.compile(NAMES.stream()
            .flatMap(line -> List.of(line.split(" ")).stream())
            // A dot before a star or after a backslash is the expression's own.
            .map(name -> name.replaceAll("(?<!\\\\)\\.(?!\\*)", "\\\\."))
            .collect(Collectors.joining("|")));

    /** Folders that may hold parts of which one is to be shown. */
    private static final Set<String> PARENTS = Set.of("ldap", "nginx", "apache2");

    /** Names that hold keys and passwords wherever they lie, also where everybody may read them. */
    private static final Pattern SECRET =
            Pattern.compile("private|pool\\.d|php-fpm\\.d|.*\\.(key|p12|pfx|passwd|password)|jmxremote\\..*");

    private SystemSettings() {}

    /** Whether a path below {@code /etc} is shown, by its name alone. */
    static boolean shows(Path path) {
        Path relative = MACHINE.relativize(path);
        for (Path part : relative) {
            if (SECRET.matcher(part.toString()).matches()) {
                return false;
            }
        }
        String first = relative.getName(0).toString();
        if (SHOWN.matcher(first).matches()) {
            return true;
        }
        if (!PARENTS.contains(first)) {
            return false;
        }
        return relative.getNameCount() == 1
                || SHOWN.matcher(relative.subpath(0, 2).toString()).matches();
    }
}
