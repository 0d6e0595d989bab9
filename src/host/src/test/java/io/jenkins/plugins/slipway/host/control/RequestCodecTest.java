package io.jenkins.plugins.slipway.host.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RequestCodecTest {
    static Stream<Request<?>> requests() {
        return Stream.of(
                new HostRequest.Status(),
                new HostRequest.Metrics(),
                new HostRequest.Stop(false),
                new HostRequest.Upgrade(List.of("java", "-jar", "slipway.jar")),
                new HostRequest.Watch(4_711),
                new HostRequest.Names(),
                new HostRequest.ReleaseName("shop.example.org"),
                new EnvironmentRequest.Inspect("shop", "production", true),
                new EnvironmentRequest.ListObjects("shop", "production"),
                new EnvironmentRequest.RunAction(
                        "shop", "production", "greet", HostJson.MAPPER.readTree("{\"n\":[1,\"2\",null]}")),
                new EnvironmentRequest.GiveUp("shop", "production", "key", "ann", "gone"),
                new EnvironmentRequest.Backups("shop", "production"),
                new LockedRequest.Take("shop", "production", "ann", Wait.QUEUE),
                new LockedRequest.Unlock(),
                new LockedRequest.Entrust(Map.of("A", "1"), Map.of("B", "")),
                new LockedRequest.Perform(3, Phase.MOUNT),
                new LockedRequest.Idle(3),
                new LockedRequest.Restore(3, "it failed"),
                new LockedRequest.Commit(3),
                new LockedRequest.Keep(3, "as asked"),
                new LockedRequest.CreateBackup(),
                new LockedRequest.RestoreBackup("1"),
                new LockedRequest.Reconcile());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void what_is_asked_arrives_as_it_was_asked(Request<?> request) {
        assertThat(RequestCodec.read(RequestCodec.write(request).put("id", 1))).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_field_too_many_is_refused_whatever_is_asked(Request<?> request) {
        assertThatThrownBy(() -> RequestCodec.read(RequestCodec.write(request).put("sudo", true)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has no field ‘sudo’");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_field_too_few_is_refused_whatever_is_asked(Request<?> request) {
        ObjectNode message = RequestCodec.write(request);
        for (String field : List.copyOf(message.propertyNames())) {
            if (!field.equals("op")) {
                assertThatThrownBy(() -> RequestCodec.read(message.deepCopy().without(List.of(field))))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageEndingWith("lacks its field ‘" + field + "’");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phase   | token        | \"1\"",
                "phase   | token        | 1.5",
                "phase   | token        | 99999999999999999999",
                "phase   | token        | null",
                "phase   | token        | true",
                "phase   | phase        | \"mount\"",
                "phase   | phase        | 3",
                "phase   | phase        | []",
                "phase   | phase        | null",
                "lock    | policy       | \"\"",
                "lock    | holder       | 7",
                "lock    | project      | {}",
                "lock    | environment  | null",
                "inspect | settled      | \"true\"",
                "inspect | settled      | 1",
                "upgrade | command      | \"java\"",
                "upgrade | command      | [1]",
                "upgrade | command      | [null]",
                "secrets | hidden       | []",
                "secrets | hidden       | {\"A\": 1}",
                "watch   | pid          | \"self\"",
                "begin   | spec         | null",
                "begin   | spec         | \"all\"",
            })
    void a_value_of_another_type_is_refused_in_one_line(String op, String field, String value) {
        ObjectNode message = requests()
                .map(RequestCodec::write)
                .filter(one -> one.path("op").asString("").equals(op))
                .findFirst()
                .orElseGet(() -> HostJson.MAPPER.createObjectNode().put("op", op));
        message.set(field, HostJson.MAPPER.readTree(value));

        assertThatThrownBy(() -> RequestCodec.read(message))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("the request ‘" + op + "’ is not understood: ")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Status", "drop table", "status\nstop", "restore_backup"})
    void an_operation_that_there_is_not_is_refused_in_one_line(String op) {
        assertThatThrownBy(() ->
                        RequestCodec.read(HostJson.MAPPER.createObjectNode().put("op", op)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not know the operation")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void no_secret_is_said_about_a_request() {
        assertThat(new LockedRequest.Entrust(Map.of("A", "s3cret"), Map.of("B", "open")).toString())
                .isEqualTo("Entrust[2 variables]");
    }

    @Test
    void every_request_has_an_operation_and_a_case_in_this_test() {
        // Begin and Preview carry a release, and are tried wherever one is deployed.
        assertThat(Stream.concat(
                        requests().map(each -> each.getClass().getSimpleName()), Stream.of("Begin", "Preview")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(HostRequest.class, EnvironmentRequest.class, LockedRequest.class)
                                .flatMap(group -> Stream.of(group.getPermittedSubclasses()))
                                .map(Class::getSimpleName)
                                .toList());
    }
}
