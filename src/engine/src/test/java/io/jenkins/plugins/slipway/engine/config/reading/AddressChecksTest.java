package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that could not be applied as it is meant is an error where it stands. */
class AddressChecksTest {
    private static final String AT = ".slipway/config.yaml:";

    @TempDir
    private Path folder;

    @Test
    void an_expression_that_is_none_is_an_error_at_its_place() throws IOException {
        assertThat(rules("'[': { allow: false }"))
                .singleElement()
                .asString()
                .startsWith(
                        AT
                                + "8:15 /applications/app/web/locations/~1/rules/[: ‘[’ is not an expression that can be searched for: ")
                .contains("missing closing ]");
        assertThat(rules("'^/(?!public)': { allow: false }"))
                .singleElement()
                .asString()
                .startsWith(AT + "8:15 ")
                .contains("‘(?!’, which cannot be done in linear time");
        assertThat(rules("'(.)\\1': { allow: false }"))
                .singleElement()
                .asString()
                .contains("refers back");
        assertThat(rules("'(a{1000}){1000}': { allow: false }"))
                .singleElement()
                .asString()
                .contains("too large");
        assertThat(rules("'^/x/(?P<n>.*)$': { passthru: '/y/$n' }")).isEmpty();
        assertThat(rules("'^/x/(.*)$': { passthru: '/y/$2' }"))
                .singleElement()
                .asString()
                .startsWith(AT + "8:40 ")
                .contains("refers to group ‘2’")
                .contains("there is 1");
    }

    @Test
    void lists_of_the_older_form_are_expressions_too() throws IOException {
        assertThat(problems("      web:\n        document_root: /public\n        whitelist: ['\\.css$', '(']\n"))
                .singleElement()
                .asString()
                .startsWith(AT + "6:31 /applications/app/web/whitelist/1: ‘(’ is not an expression");
    }

    @Test
    void a_location_that_no_request_can_have_is_an_error() throws IOException {
        assertThat(
                        problems(
                                "      web: { locations: { '/100%/': { root: a }, '/a/../../b': { root: b }, '/ü x': { root: c } } }\n"))
                .hasSize(2)
                .allMatch(problem -> problem.contains("is at a path that no request can have"));
    }

    @Test
    void a_redirect_says_where_it_leads() throws IOException {
        assertThat(redirects("'/a': { to: 'javascript://x' }"))
                .singleElement()
                .asString()
                .startsWith(AT + "10:21 ")
                .contains("‘javascript://x’ starts neither with http:// or https:// nor with ‘/’");
        assertThat(redirects("'^/(.*)$': { to: 'https://$1', regexp: true }"))
                .singleElement()
                .asString()
                .contains("lets the request choose the host");
        assertThat(redirects("'^/(.*)$': { to: '/$2', regexp: true }"))
                .singleElement()
                .asString()
                .contains("group ‘2’");
        assertThat(redirects("'^/(.*)$': { to: 'https://\\1', regexp: true }"))
                .singleElement()
                .asString()
                .contains("lets the request choose the host");
        assertThat(redirects("'^/(.*)$': { to: '/new/\\2', regexp: true }"))
                .singleElement()
                .asString()
                .contains("group ‘2’");
        assertThat(
                        redirects(
                                "'^/(.*)$': { to: '/new/\\1', regexp: true }, '^/b(.*)$': { to: 'https://there.example/\\1?q=\\1', regexp: true }"))
                .isEmpty();
        assertThat(redirects("'/a': { to: '/new/\\1' }"))
                .singleElement()
                .asString()
                .contains("%5C");
        assertThat(redirects("'^/((': { to: '/x', regexp: true }"))
                .singleElement()
                .asString()
                .contains("missing closing )");
        assertThat(redirects("'/a?b': { to: '/x' }")).singleElement().asString().contains("%XX");
        assertThat(redirects("'^/(.*)/x$': { to: 'https://there.example/$1', regexp: true }, '/y': { to: /z }"))
                .isEmpty();
    }

    @Test
    void a_whole_route_does_too() throws IOException {
        assertThat(problems("routes:\n"
                        + "  'https://{default}/': { type: redirect, to: 'javascript://{default}/' }\n"
                        + "  'https://www.{default}/': { type: redirect, to: 'https://{default}/' }\n"
                        + "  'https://{default}/%zz/': { type: redirect, to: 'https://{default}/' }\n"))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("starts neither with http:// or https:// nor with ‘/’"))
                .anyMatch(problem -> problem.contains("has a ‘%’ without two hexadecimal digits behind it"));
    }

    private List<String> rules(String rule) throws IOException {
        return problems(
                "      web:\n        locations:\n          '/':\n            rules:\n              " + rule + "\n");
    }

    private List<String> redirects(String paths) throws IOException {
        return problems(
                "routes:\n  'https://{default}/':\n    type: upstream\n    upstream: 'app:http'\n    redirects:\n      paths:\n        "
                        + paths.replace(" }, '", " }\n        '") + "\n");
    }

    private List<String> problems(String more) throws IOException {
        return new Repository(folder)
                .with(".slipway/config.yaml", "applications:\n    app:\n      type: nodejs:20\n" + more)
                .problems();
    }
}
