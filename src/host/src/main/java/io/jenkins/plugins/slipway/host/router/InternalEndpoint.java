package io.jenkins.plugins.slipway.host.router;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Takes the requests below one path, of whatever host, past the environments. Safe for use by several threads. */
public interface InternalEndpoint {
    /** Starts the path of its requests. */
    String prefix();

    /**
     * Whether there is anybody at the endpoint for a path. Asked before a body is read. Returns at once.
     *
     * @param path after the prefix
     * @return the name by which those are counted who want to go there; empty if nobody is there. Fails if that cannot be found out
     */
    CompletionStage<Optional<String>> leadsTo(String path);

    /**
     * Answers a request. Returns at once.
     *
     * @return the answer; fails if there is none to be had
     */
    CompletionStage<Answer> enter(Delivery delivery);

    /**
     * A request with its whole body.
     *
     * @param path after the prefix
     * @param query as it came, or empty
     * @param headers as they came, in order
     */
    record Delivery(String method, String path, String query, List<Header> headers, byte[] body) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Delivery that
                    && method.equals(that.method)
                    && path.equals(that.path)
                    && query.equals(that.query)
                    && headers.equals(that.headers)
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + Arrays.hashCode(body);
        }
    }

    record Header(String name, String value) {}

    /** What is sent back. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Answer that
                    && status == that.status
                    && headers.equals(that.headers)
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * status + Arrays.hashCode(body);
        }
    }
}
