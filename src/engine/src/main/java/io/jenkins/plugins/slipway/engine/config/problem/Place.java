package io.jenkins.plugins.slipway.engine.config.problem;

/**
 * A point in a configuration file.
 *
 * @param file relative to the project, with forward slashes
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the file as a whole
 * @param path JSON pointer into the file's tree
 */
public record Place(String file, int line, int column, String path) {
    public static Place ofFile(String file) {
        return new Place(file, 0, 0, "");
    }
}
