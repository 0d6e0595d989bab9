package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.Permission;
import io.jenkins.plugins.slipway.engine.Names;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that can be asked of the interface. All there is stands in {@link #ALL}: routing, the description for clients and the
 * table of permissions are made or tested from it.
 *
 * @param path below the version, with names in braces; {@code /projects/{project}} may be left out at a job
 * @param needs the permission on the project, besides that to see it; null where there is no project
 */
record ApiRoute(String method, String path, @CheckForNull Permission needs, Handler handler) {
    private static final String PROJECT = "/projects/{project}";
    private static final String ENVIRONMENT = PROJECT + "/environments/{environment}";
    private static final String DEPLOYMENT = ENVIRONMENT + "/deployments/{deployment}";
    private static final String RELEASE = PROJECT + "/releases/{release}";

    static final List<ApiRoute> ALL = List.of(
            new ApiRoute("GET", "/projects", null, ApiReads::projects),
            get(PROJECT + "/environments", ApiReads::environments),
            get(ENVIRONMENT, ApiReads::environment),
            get(ENVIRONMENT + "/deployments", ApiReads::deployments),
            get(DEPLOYMENT, ApiReads::deployment),
            get(DEPLOYMENT + "/logs", ApiLogs::list),
            get(DEPLOYMENT + "/logs/{phase}", ApiLogs::text),
            get(ENVIRONMENT + "/verdicts", ApiReads::verdicts),
            get(PROJECT + "/releases", ApiReads::releases),
            get(RELEASE, ApiReads::release),
            new ApiRoute("POST", RELEASE + "/quarantine", Permissions.ROLLBACK, ApiActions::quarantine),
            new ApiRoute("POST", RELEASE + "/lift", Permissions.ROLLBACK, ApiActions::lift),
            new ApiRoute("POST", ENVIRONMENT + "/take-over", Permissions.DEPLOY, ApiActions::takeOver));

    private static ApiRoute get(String path, Handler handler) {
        return new ApiRoute("GET", path, Permissions.VIEW, handler);
    }

    /** The names in a path of this shape; null if it has another. */
    @CheckForNull
    Map<String, String> match(@NonNull List<String> parts) {
        List<String> own = List.of(path.substring(1).split("/"));
        Map<String, String> names = new LinkedHashMap<>();
        boolean same = own.size() == parts.size();
        for (int i = 0; same && i < own.size(); i++) {
            String wanted = own.get(i);
            if (wanted.startsWith("{")) {
                same = Names.isPlain(parts.get(i));
                names.put(wanted.substring(1, wanted.length() - 1), parts.get(i));
            } else {
                same = wanted.equals(parts.get(i));
            }
        }
        return same ? names : null;
    }

    /** Answers a call whose permission was checked. */
    @FunctionalInterface
    interface Handler {
        ApiAnswer answer(ApiCall call) throws IOException;
    }
}
