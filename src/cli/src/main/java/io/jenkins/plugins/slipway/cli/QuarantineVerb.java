package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "quarantine",
        description =
                "Marks a release bad, so that it can neither be deployed nor be rolled back to; or lifts the mark.",
        footer = {"", "Example: slipway quarantine 12 --reason 'loses orders'"})
final class QuarantineVerb extends Verb {
    @Parameters(paramLabel = "RELEASE", description = "Number of the release.")
    private int number;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Wish wish;

    private static final class Wish {
        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                description = "Why it is bad; everybody who is refused sees it.")
        private @Nullable String reason;

        @Option(names = "--lift", description = "Removes the mark.")
        private boolean lift;
    }

    @Override
    protected int run(Session session) {
        ArgumentLimits.require("RELEASE", number);
        session.briefRecords();
        Release.Quarantine before = session.release(number).quarantine();
        String by = session.by();
        Instant now = session.processEnvironment().clock().instant();
        if (wish.lift && before != null) {
            session.records().releases().lift(session.project(), number, by, now, "");
        } else if (wish.reason != null) {
            session.records()
                    .releases()
                    .quarantine(session.project(), number, new Release.Quarantine(by, now, wish.reason));
        }
        ObjectNode document = Json.object().put("project", session.project()).put("release", number);
        document.set("quarantine", json(session.release(number).quarantine()));
        answer(session, document, () -> session.out().println(sentence(before)));
        return ExitCode.DONE;
    }

    private String sentence(Release.@Nullable Quarantine before) {
        if (!wish.lift) {
            return "Release " + number + " is quarantined: " + wish.reason;
        }
        return before == null
                ? "Release " + number + " is not quarantined; there is nothing to lift."
                : "Release " + number + " is no longer quarantined. It was, by " + before.by() + ": " + before.reason();
    }

    static JsonNode json(Release.@Nullable Quarantine quarantine) {
        return quarantine == null
                ? Json.text(null)
                : Json.object()
                        .put("by", quarantine.by())
                        .put("since", quarantine.since().toString())
                        .put("reason", quarantine.reason());
    }
}
