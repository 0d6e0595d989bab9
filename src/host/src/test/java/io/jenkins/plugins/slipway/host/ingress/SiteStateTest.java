package io.jenkins.plugins.slipway.host.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.host.ingress.SiteState.Mode;
import io.jenkins.plugins.slipway.host.router.InternalEndpoint;
import io.jenkins.plugins.slipway.host.router.OwnPort;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.Routes.Destination;
import io.jenkins.plugins.slipway.host.router.Routes.Route;
import io.jenkins.plugins.slipway.host.router.files.Location;
import io.jenkins.plugins.slipway.host.router.files.Location.Fallback;
import io.jenkins.plugins.slipway.host.router.files.Location.Policy;
import io.jenkins.plugins.slipway.host.router.files.StaticFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the daemon tells the router arrives as it was meant. */
class SiteStateTest {
    static Stream<Object> values() {
        Policy policy = new Policy(true, 60, Map.of("x-robots-tag", "noindex"));
        StaticFiles files = new StaticFiles(
                Path.of("/srv/release"),
                Map.of("uploads", Path.of("/srv/mounts/uploads")),
                List.of(
                        location("/a/", null, new Fallback.None(), policy),
                        location("/b/", Path.of("public"), new Fallback.Application(), policy),
                        location("/c/", Path.of(""), new Fallback.At("/index.html"), policy)),
                "v1");
        Destination.Upstream upstream = new Destination.Upstream(
                List.of(new Routes.Backend(20_001, null), new Routes.Backend(0, "/run/app.sock")));
        return Stream.of(
                SiteState.UNKNOWN,
                new SiteState(
                        Set.of("a", "b"), new Mode.Holding(new HoldRule(true, Duration.ofMillis(1500), 10)), null),
                new SiteState(
                        Set.of("a"),
                        new Mode.Serving(new Routes(List.of(
                                new Route("a", "/", upstream),
                                new Route("a", "/files/", new Destination.WithFiles(files, upstream)),
                                new Route(
                                        "a",
                                        "/led/",
                                        upstream,
                                        new RoutePolicy(
                                                true,
                                                List.of(
                                                        new RoutePolicy.PathRedirect(
                                                                "/x", null, "/y", true, true, 302, 0),
                                                        new RoutePolicy.PathRedirect(
                                                                "",
                                                                Expression.of("^/(.*)$"),
                                                                "/$1",
                                                                false,
                                                                false,
                                                                301,
                                                                -1)),
                                                null,
                                                null,
                                                false)),
                                new Route("a", "/bare/", new Destination.WithFiles(files, null)),
                                new Route("a", "/old/", new Destination.Redirect("http://b/", 302, false))))),
                        new OwnPort(18_001, "a")),
                new InternalEndpoint.Delivery(
                        "POST", "secret/x", "a=b&c", List.of(new InternalEndpoint.Header("X-A", "ö")), new byte[] {
                            0, -1, 10
                        }),
                new InternalEndpoint.Answer(202, Map.of("x-b", "1"), new byte[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("values")
    void it_is_the_same_on_the_other_side(Object value) {
        String line = IngressJson.MAPPER.writeValueAsString(value);

        Object read = IngressJson.MAPPER.readValue(line, value.getClass());

        assertThat(line).doesNotContain("\n");
        assertThat(IngressJson.MAPPER.writeValueAsString(read)).isEqualTo(line);
        assertThat(read.toString().replaceAll("@[0-9a-f]+", ""))
                .isEqualTo(value.toString().replaceAll("@[0-9a-f]+", ""));
    }

    private static Location location(
            String prefix, @org.jspecify.annotations.Nullable Path root, Fallback fallback, Policy policy) {
        return new Location(
                prefix,
                root,
                List.of("index.html"),
                fallback,
                policy,
                List.of(new Location.Rule(Expression.of("\\.jpg$"), policy, null)));
    }
}
