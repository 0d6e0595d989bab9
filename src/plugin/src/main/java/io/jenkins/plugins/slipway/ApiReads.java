package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the interface tells of the records. Nothing here asks an agent. */
final class ApiReads {
    private ApiReads() {}

    private static SqlRecords records() {
        return SlipwayStore.get().records();
    }

    static ApiAnswer projects(@NonNull ApiCall call) {
        ObjectNode document = ApiDocuments.object();
        ArrayNode projects = document.putArray("projects");
        call.scope().visible().forEach(name -> projects.addObject().put("project", name));
        return ApiAnswer.of(document);
    }

    static ApiAnswer environments(@NonNull ApiCall call) {
        SqlRecords records = records();
        ObjectNode document = ApiDocuments.object().put("project", call.project());
        ArrayNode environments = document.putArray("environments");
        records.together(() -> {
            records.deployments()
                    .environments(call.project())
                    .forEach(name -> environments.add(environment(records, call.project(), name)));
            return environments;
        });
        return ApiAnswer.of(document);
    }

    static ApiAnswer environment(@NonNull ApiCall call) {
        SqlRecords records = records();
        if (!records.deployments().environments(call.project()).contains(call.environment())) {
            throw ApiProblem.notFound();
        }
        return ApiAnswer.of(records.together(() -> environment(records, call.project(), call.environment())));
    }

    private static ObjectNode environment(SqlRecords records, String project, String name) {
        Optional<Deployment> live = records.deployments().live(project, name);
        ObjectNode one = ApiDocuments.object()
                .put("name", name)
                .put("production", Projects.get().isProduction(project, name))
                .put("release", live.map(Deployment::release).orElse(null))
                .put("deployment", live.map(Deployment::number).orElse(null))
                .put(
                        "since",
                        live.map(Deployment::ended).map(ApiDocuments::text).orElse(null))
                .put("by", live.map(Deployment::by).orElse(null));
        one.set(
                "verdict",
                live.flatMap(each -> records.verdicts().latest(project, name, each.release()))
                        .map(ApiDocuments::verdict)
                        .orElse(null));
        one.set(
                "attempt",
                EnvironmentRow.attempt(records, project, name)
                        .map(ApiDocuments::deployment)
                        .orElse(null));
        return one.put("lock", EnvironmentQueue.get().holder(project, name));
    }

    static ApiAnswer deployments(@NonNull ApiCall call) {
        int limit = call.limit();
        List<Deployment> page =
                records().deployments().history(call.project(), call.environment(), call.below(), limit);
        ObjectNode document = ApiDocuments.object().put("environment", call.environment());
        ArrayNode deployments = document.putArray("deployments");
        page.forEach(each -> deployments.add(ApiDocuments.deployment(each)));
        return ApiAnswer.of(document.put(
                "next", page.size() < limit ? null : next(page.get(limit - 1).number(), limit)));
    }

    /** Where the next page is, relative to this one. */
    private static String next(int below, int limit) {
        return below <= 1 ? null : "?below=" + below + "&limit=" + limit;
    }

    static ApiAnswer deployment(@NonNull ApiCall call) {
        return ApiAnswer.of(ApiDocuments.deployment(find(call)));
    }

    @NonNull
    static Deployment find(@NonNull ApiCall call) {
        return records()
                .deployments()
                .find(call.project(), call.environment(), call.number("deployment"))
                .orElseThrow(ApiProblem::notFound);
    }

    static ApiAnswer verdicts(@NonNull ApiCall call) {
        ObjectNode document = ApiDocuments.object().put("environment", call.environment());
        ArrayNode verdicts = document.putArray("verdicts");
        records()
                .verdicts()
                .list(call.project(), call.environment(), call.limit())
                .forEach(each -> verdicts.add(ApiDocuments.verdict(each)));
        return ApiAnswer.of(document);
    }

    static ApiAnswer releases(@NonNull ApiCall call) {
        int limit = call.limit();
        SqlRecords records = records();
        List<Release> page = records.releases().list(call.project(), call.below(), limit);
        List<Deployment> live = live(records, call.project());
        ObjectNode document = ApiDocuments.object().put("project", call.project());
        ArrayNode releases = document.putArray("releases");
        page.forEach(each -> releases.add(ApiDocuments.release(each, where(live, each))));
        return ApiAnswer.of(document.put(
                "next", page.size() < limit ? null : next(page.get(limit - 1).number(), limit)));
    }

    static ApiAnswer release(@NonNull ApiCall call) {
        SqlRecords records = records();
        Release release =
                records.releases().find(call.project(), call.number("release")).orElseThrow(ApiProblem::notFound);
        ObjectNode document = ApiDocuments.release(release, where(live(records, call.project()), release));
        ArrayNode history = document.putArray("quarantines");
        records.releases()
                .quarantines(call.project(), release.number())
                .forEach(event -> history.add(ApiDocuments.event(event)));
        return ApiAnswer.of(document);
    }

    private static List<Deployment> live(SqlRecords records, String project) {
        return records.together(() -> records.deployments().environments(project).stream()
                .flatMap(each -> records.deployments().live(project, each).stream())
                .toList());
    }

    private static List<String> where(List<Deployment> live, Release release) {
        return live.stream()
                .filter(each -> each.release() == release.number())
                .map(Deployment::environment)
                .toList();
    }
}
