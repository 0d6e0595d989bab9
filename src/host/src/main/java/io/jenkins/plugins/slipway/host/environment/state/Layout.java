package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig.Mount;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the files of one environment are. */
public record Layout(HostHome home, String project, String environment) {
    /** The folder of the network storages, beside those of the applications. */
    public static final String STORAGES = "service";

    private static final int LONGEST_SOCKET = 100;

    /** @throws IllegalArgumentException if one of the names cannot be one, or leads out of its folder */
    public Layout {
        Names.requirePlain("project", project);
        Names.requirePlain("environment", environment);
    }

    public Path root() {
        return home.environment(project, environment);
    }

    public Path state() {
        return root().resolve("state.json");
    }

    /** The number of the port that is the environment's own. */
    public Path ownPort() {
        return root().resolve("port");
    }

    public Path mounts() {
        return root().resolve("mounts");
    }

    public Path releases() {
        return home.releases(project, environment);
    }

    /** The unpacked artifact of an application in one deployment. */
    public Path release(int deployment, String application) {
        return releases().resolve(deployment + "-" + Names.requirePlain("application", application));
    }

    /** Standard output and error of a process. */
    public Path log(String process) {
        return root().resolve("logs").resolve(part("process", process) + ".log");
    }

    public Path backups() {
        return root().resolve("backups");
    }

    /** Where the version that an application's data had before a deployment is noted. */
    public Path version(int deployment, String application) {
        return root().resolve("backups")
                .resolve(deployment + "-" + Names.requirePlain("application", application) + ".version");
    }

    /** Says that the data is a copy of the parent's on which no release has been live yet. */
    public Path cloning() {
        return root().resolve("cloning");
    }

    /** Data that is being loaded, before it is put in its place. */
    public Path restoring() {
        return root().resolve("restoring");
    }

    /** Says which backup is being loaded; there as long as that is under way. */
    public Path restoreNote() {
        return root().resolve("restore.json");
    }

    /** What is behind an application's mounts of source storage. */
    public Path mountsOf(String application) {
        return mounts().resolve(Names.requirePlain("application", application));
    }

    /** What is behind the mounts of a network storage. */
    public Path storage(String service) {
        return mounts().resolve(STORAGES).resolve(part("service", service));
    }

    /** The servers that the host runs for the environment. */
    public Path services() {
        return root().resolve("services");
    }

    /** Starts the tag of every process of a service. No deployment is called so. */
    public String serviceTag() {
        return tag() + "service/";
    }

    /** The directories behind an application's mounts, by path relative to the application's directory. */
    public Map<String, Path> mounts(int deployment, String process, ApplicationConfig application) {
        return directories(deployment, process, application, application.mounts());
    }

    /** The same with those that only its workers have. */
    public Map<String, Path> allMounts(int deployment, String process, ApplicationConfig application) {
        return directories(deployment, process, application, application.allMounts());
    }

    /** Those that are empty whenever the process starts. */
    public Set<Path> emptied(int deployment, String process, ApplicationConfig application) {
        Map<String, Mount> mounts = new LinkedHashMap<>(application.mounts());
        mounts.values().removeIf(mount -> !mount.source().equals("tmp"));
        return Set.copyOf(directories(deployment, process, application, mounts).values());
    }

    /** The mounts of single processes of a deployment, that no other deployment sees. */
    public List<Path> fleeting() {
        return List.of(root().resolve("tmp"), root().resolve("instance"));
    }

    /** Where a process listens that wants a unix socket: alone in a directory, which its sandbox shows. */
    public Path socket(int deployment, String process) {
        Path result = home.sockets()
                .resolve(sockets(deployment) + HostHome.digest(process))
                .resolve("s");
        if (result.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw new LifecycleFailedException("the path of a socket below " + home.root() + " would be longer than "
                    + LONGEST_SOCKET + " bytes, which systems refuse. Use a state folder with a shorter path (--home)");
        }
        return result;
    }

    /** Starts the names of the directories of a deployment's sockets. */
    public String sockets(int deployment) {
        return sockets() + deployment + "-";
    }

    /** Starts those of all deployments. */
    public String sockets() {
        return HostHome.digest(key()) + "-";
    }

    private Map<String, Path> directories(
            int deployment, String process, ApplicationConfig application, Map<String, Mount> mounts) {
        String own = deployment + "/" + part("process", process);
        Map<String, Path> result = new LinkedHashMap<>();
        mounts.forEach((path, mount) -> result.put(relative(path), source(own, application, mount)));
        return result;
    }

    private Path source(String own, ApplicationConfig application, Mount mount) {
        Path base = switch (mount.source()) {
            case "service" -> storage(String.valueOf(mount.service()));
            case "tmp" -> root().resolve("tmp").resolve(own);
            case "instance" -> root().resolve("instance").resolve(own);
            default -> mountsOf(application.name());
        };
        return inside(base, mount.sourcePath());
    }

    /** Names of processes are made of several, so that they may be longer than one. */
    private static String part(String what, String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "‘" + Texts.line(name) + "’ cannot be the name of a " + what + ": it would lead out of its folder");
        }
        return name;
    }

    private static String relative(String path) {
        return inside(Path.of("/"), path).toString().substring(1);
    }

    private static Path inside(Path base, String path) {
        Path result = base.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!result.startsWith(base)) {
            throw new IllegalArgumentException("mount ‘" + path + "’ leaves its directory");
        }
        return result;
    }

    /** Starts the tag of every process of the environment. */
    public String tag() {
        return home.id() + "/" + project + "/" + environment + "/";
    }

    /** Starts the tag of every process of one deployment. */
    public String tag(int deployment) {
        return tag() + deployment + "/";
    }

    /** Names the environment to the router. */
    public String key() {
        return project + "/" + environment;
    }
}
