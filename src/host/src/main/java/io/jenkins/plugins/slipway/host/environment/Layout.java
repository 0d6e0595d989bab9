package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig.Mount;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the files of one environment are. */
record Layout(HostHome home, String project, String environment) {

    Path root() {
        return home.environment(project, environment);
    }

    Path state() {
        return root().resolve("state.json");
    }

    Path mounts() {
        return root().resolve("mounts");
    }

    Path releases() {
        return home.releases(project, environment);
    }

    /** The unpacked artifact of an application in one deployment. */
    Path release(int deployment, String application) {
        return releases().resolve(deployment + "-" + application);
    }

    /** Standard output and error of a process. */
    Path log(String process) {
        return root().resolve("logs").resolve(process + ".log");
    }

    Path backups() {
        return root().resolve("backups");
    }

    /** Where the version that an application's data had before a deployment is noted. */
    Path version(int deployment, String application) {
        return root().resolve("backups").resolve(deployment + "-" + application + ".version");
    }

    /** Data that is being loaded, before it is put in its place. */
    Path restoring() {
        return root().resolve("restoring");
    }

    /** Says which backup is being loaded; there as long as that is under way. */
    Path restoreNote() {
        return root().resolve("restore.json");
    }

    /** What is behind an application's mounts of source storage. */
    Path mountsOf(String application) {
        return mounts().resolve(application);
    }

    /** What is behind the mounts of a network storage. */
    Path storage(String service) {
        return mounts().resolve("service").resolve(service);
    }

    /** The servers that the host runs for the environment. */
    Path services() {
        return root().resolve("services");
    }

    /** Starts the tag of every process of a service. No deployment is called so. */
    String serviceTag() {
        return tag() + "service/";
    }

    /** The directories behind an application's mounts, by path relative to the application's directory. */
    Map<String, Path> mounts(ApplicationConfig application) {
        return directories(application, application.mounts());
    }

    /** The same with those that only its workers have. */
    Map<String, Path> allMounts(ApplicationConfig application) {
        return directories(application, application.allMounts());
    }

    private Map<String, Path> directories(ApplicationConfig application, Map<String, Mount> mounts) {
        Map<String, Path> result = new LinkedHashMap<>();
        mounts.forEach((path, mount) -> result.put(relative(path), source(application, mount)));
        return result;
    }

    private Path source(ApplicationConfig application, Mount mount) {
        Path base = switch (mount.source()) {
            case "service" -> mounts().resolve("service").resolve(String.valueOf(mount.service()));
            case "tmp" -> root().resolve("tmp").resolve(application.name());
            case "instance" -> root().resolve("instance").resolve(application.name());
            default -> mounts().resolve(application.name());
        };
        return inside(base, mount.sourcePath());
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
    String tag() {
        return home.id() + "/" + project + "/" + environment + "/";
    }

    /** Starts the tag of every process of one deployment. */
    String tag(int deployment) {
        return tag() + deployment + "/";
    }

    /** Names the environment to the router. */
    String key() {
        return project + "/" + environment;
    }
}
