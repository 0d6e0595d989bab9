package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.process.SecretMask;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Variables of the command's own environment that hooks get too. Values never stand on a command line. */
final class SecretOptions {
    @Option(
            names = "--secret-env",
            paramLabel = "NAME",
            description = "A variable of this command's environment that hooks and scripts get too, for this run."
                    + " Its value is left out of all output and logs, and is not kept. May be repeated.")
    private List<String> secret = List.of();

    @Option(
            names = "--hook-env",
            paramLabel = "NAME",
            description = "The same for a value that may be seen, such as the name of a user. May be repeated.")
    private List<String> open = List.of();

    /** The values, and from now on none of the secret ones is said in the session. */
    Secrets read(Session session) {
        Map<String, String> env = session.processEnvironment().env();
        Secrets secrets = Secrets.of(values("--secret-env", secret, env), values("--hook-env", open, env));
        if (!secrets.hidden().isEmpty()) {
            session.keep(secrets, stream -> masked(stream, secrets));
        }
        return secrets;
    }

    private static Map<String, String> values(String option, List<String> names, Map<String, String> env) {
        Map<String, String> values = new TreeMap<>();
        for (String name : names) {
            String value = env.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new BadInputException(option + " ‘" + name + "’: the environment of this command has no variable"
                        + " of that name, or an empty one. Set it, then run the command again.");
            }
            values.put(name, value);
        }
        return values;
    }

    private static PrintStream masked(PrintStream to, Secrets secrets) {
        SecretMask mask = secrets.masking((buffer, offset, length) -> {
            to.write(buffer, offset, length);
            to.flush();
        });
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        mask.write(new byte[] {(byte) one}, 0, 1);
                    }

                    @Override
                    public void write(byte[] buffer, int offset, int length) throws IOException {
                        mask.write(buffer, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        mask.flush();
                    }
                },
                true,
                UTF_8);
    }
}
