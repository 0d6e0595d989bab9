package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.Completion;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.engine.process.SecretMask;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs the gate's scripts in the project's directory, with what they need to know in their environment. */
final class GateScripts {
    private final ProcessRunner runner;
    private final GateRequest request;
    private final OutputSink output;
    private final Cancellation cancellation;

    GateScripts(ProcessRunner runner, GateRequest request, OutputSink output, Cancellation cancellation) {
        this.runner = runner;
        this.request = request;
        this.output = output;
        this.cancellation = cancellation;
    }

    /** What is inherited, and what is known of the environment that is judged. */
    static Map<String, String> variables(GateRequest request) {
        Map<String, String> variables = new TreeMap<>(request.setting().variables());
        variables.putAll(request.setting().secrets().variables());
        variables.put("SLIPWAY_PROJECT", request.subject().project());
        variables.put("SLIPWAY_ENVIRONMENT", request.subject().environment().name());
        variables.put(
                "SLIPWAY_ENVIRONMENT_TYPE",
                request.subject().environment().type().name().toLowerCase(Locale.ROOT));
        variables.put("SLIPWAY_RELEASE", String.valueOf(request.subject().release()));
        variables.put("SLIPWAY_DEPLOYMENT", String.valueOf(request.subject().deployment()));
        variables.put("SLIPWAY_URL", request.subject().urls().get(0).toString());
        variables.put(
                "SLIPWAY_URLS",
                request.subject().urls().stream().map(URI::toString).collect(Collectors.joining(" ")));
        return variables;
    }

    Completion run(String what, String script, Duration timeout) throws IOException, InterruptedException {
        say("Running " + what + ": " + label(script));
        Command command = Command.script(script, request.setting().directory(), variables(request))
                .withTimeout(timeout);
        SecretMask masked = request.setting().secrets().masking(output);
        Completion completion = runner.run(command, masked, cancellation);
        masked.flush();
        say(
                completion.succeeded()
                        ? "Finished " + what + "."
                        : "Finished " + what + ": it " + completion.describe() + ".");
        return completion;
    }

    /** How sentences call the script. */
    String label(String script) {
        return CommandLabel.of(request.setting().secrets().mask(script));
    }

    private void say(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }
}
