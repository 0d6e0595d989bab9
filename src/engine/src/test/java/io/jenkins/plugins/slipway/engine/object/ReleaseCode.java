package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The operations of releases without the time that processes take: each release subscribes its webhooks at a third party. */
final class ReleaseCode implements Operations {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ThirdParty thirdParty;
    private final Map<Integer, Map<String, JsonNode>> releases;
    private final Set<String> succeeded = new HashSet<>();

    /**
     * @param releases props of webhooks by name, by release
     */
    ReleaseCode(ThirdParty thirdParty, Map<Integer, Map<String, JsonNode>> releases) {
        this.thirdParty = thirdParty;
        this.releases = releases;
    }

    /** The source that says, by its script, which release's code is meant. */
    static ScriptSource source(ObjectScope scope, ObjectCode code) {
        return new ScriptSource(
                java.nio.file.Path.of("/"), Integer.toString(code.release()), scope.environment(), Map.of());
    }

    /** From now on it would be wrong to be asked for that piece of work. */
    void succeeded(String key) {
        succeeded.add(key);
    }

    @Override
    public JsonNode call(ScriptSource source, OperationCall call, OutputSink log)
            throws OperationFailedException, InterruptedException {
        int release = Integer.parseInt(source.script());
        if (call.operation().equals(DeclaredObject.PROPS)) {
            return releases.get(release).get(call.object());
        }
        if (succeeded.contains(call.key())) {
            throw new AssertionError("asked again for what is known to have succeeded: " + call);
        }
        ObjectNode body = JSON.createObjectNode();
        body.set("url", call.input().path("url"));
        body.set("props", call.input().path("props"));
        body.set("id", call.input().path("result").path("id"));
        body.put("key", call.key());
        body.put("release", release);
        HttpRequest request = HttpRequest.newBuilder(URI.create(thirdParty.url()))
                .method(
                        call.operation().equals(DeclaredObject.SUBSCRIBE) ? "POST" : "DELETE",
                        HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = answer(request);
        if (response.statusCode() != 200) {
            throw failed("answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    /** Gives up as soon as it is known that no answer comes, as real code does after a while. */
    private HttpResponse<String> answer(HttpRequest request) throws OperationFailedException, InterruptedException {
        CompletableFuture<Void> hangs = thirdParty.hangs();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            CompletableFuture.anyOf(answer, hangs).get();
            if (hangs.isDone()) {
                throw failed("does not answer");
            }
            return answer.get();
        } catch (ExecutionException e) {
            throw failed(String.valueOf(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    private static OperationFailedException failed(String message) {
        return new OperationFailedException(OperationFailedException.Kind.THREW, message, null);
    }
}
