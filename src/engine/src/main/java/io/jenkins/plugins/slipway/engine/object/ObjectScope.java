package io.jenkins.plugins.slipway.engine.object;

/** Whose objects: those of one application in one environment. Names are unique in it. */
public record ObjectScope(String project, String environment, String application) {
    @Override
    public String toString() {
        return project + "/" + environment + "/" + application;
    }
}
