package io.jenkins.plugins.slipway.engine.environment;

import sh.platform.config.Config;
import sh.platform.config.PostgreSQL;

/** An application that reads its environment by the platform's own library for Java, and says what it read. */
final class OfficialReader {
    private OfficialReader() {}

    public static void main(String[] args) {
        Config config = new Config();
        System.out.println("application " + config.getApplicationName());
        System.out.println("project " + config.getProject());
        System.out.println("tree " + config.getTreeID());
        System.out.println("variables " + config.getVariables());
        config.getPrimaryRoute()
                .ifPresent(route ->
                        System.out.println("primary " + route.getUpstream().orElse("")));
        System.out.println("upstreams " + config.getUpstreamRoutes("web").size());
        if (config.getCredentials().containsKey("main-db")) {
            PostgreSQL database = config.getCredential("main-db", PostgreSQL::new);
            System.out.println("database " + database.getHost() + ":" + database.getPort() + "/" + database.getPath()
                    + " " + database.getUserName() + " " + database.getPassword());
        }
    }
}
