package io.jenkins.plugins.slipway.engine.artifact;

/**
 * One file, directory or symbolic link of an artifact. Of its mode only this is kept: whether its owner may execute it. So
 * neither the umask of a build machine nor a setuid bit changes or enters an artifact.
 *
 * @param name path in the artifact with forward slashes, as {@link FileNames} writes names
 * @param size bytes of content; 0 unless a file
 * @param link target of a symbolic link exactly as written, else empty
 */
record TreeEntry(String name, Kind kind, boolean executable, long size, String link) {
    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    static TreeEntry file(String name, boolean executable, long size) {
        return new TreeEntry(name, Kind.FILE, executable, size, "");
    }

    static TreeEntry directory(String name) {
        return new TreeEntry(name, Kind.DIRECTORY, true, 0, "");
    }

    static TreeEntry link(String name, String target) {
        return new TreeEntry(name, Kind.LINK, true, 0, target);
    }
}
